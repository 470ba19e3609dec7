import { DynamodbTable } from "@cdktf/provider-aws/lib/dynamodb-table";
import { Construct } from "constructs";
import { ConfigError } from "../config-error";
import { InlinePolicy, type Statement } from "../iam";
import type { Grantee, KeyGrant } from "../kms";
import { freeId, slug } from "../kms/ids";
import { aGrantee } from "../kms/key/grant-arguments";
import { noteRelaxations } from "../relaxations";
import { orNothing, text, word } from "../shape";
import { shown } from "../show-value";
import { tagsOf } from "../tags";
import { assertArguments, assertProps } from "../validate";
import { RECOVERY_DAYS } from "./limits";
import { TABLE_ACCESS, type TableAccessName, tableArn, tableContext, tableStatements } from "./table-access";
import type { TableKey, TableProps } from "./table-props";
import { relaxations, tableProblems } from "./table-rules";
import { TABLE } from "./table-shape";

/** What a grant came to. */
export interface TableGrant {
  /** What the identity's policy got; for a principal given by ARN, what it has to have. */
  readonly identityStatements: readonly Statement[];
  /** What became of the use of the key. */
  readonly keyGrants: readonly KeyGrant[];
}

/**
 * A DynamoDB table under a key of the customer, paid by request, with point-in-time recovery and deletion protection; with replicas, a global table
 * (version 2019.11.21) whose every region has a key of its own.
 *
 * Who makes the table needs the key as well: `tableKeyStatements` in each key's policy.
 *
 * @throws {@link ConfigError} when the props are invalid, such as a key in another region than its table.
 */
export class Table extends Construct {
  /** Name of the table, in every region. */
  readonly tableName: string;
  /** ARN of the table in its own region. */
  readonly tableArn: string;
  /** What it was made from. */
  readonly props: TableProps;

  constructor(scope: Construct, id: string, props: TableProps) {
    super(scope, id);
    assertProps(this, props, TABLE);
    const problems = tableProblems(props);
    if (problems.length > 0) throw new ConfigError(this.node.path, problems);
    this.props = props;
    const { partitionKey, sortKey, replicas = {}, recoveryPeriodInDays = RECOVERY_DAYS.max } = props;
    const deletionProtectionEnabled = (props.deletionProtection ?? true) === true;
    const isGlobal = Object.keys(replicas).length > 0;
    const attributes = sortKey === undefined ? [partitionKey] : [partitionKey, sortKey];
    const table = new DynamodbTable(this, "Default", {
      name: props.name,
      region: props.env.region,
      billingMode: "PAY_PER_REQUEST",
      hashKey: partitionKey.name,
      ...(sortKey === undefined ? {} : { rangeKey: sortKey.name }),
      attribute: attributes.map(({ name, type = "S" }) => ({ name, type })),
      serverSideEncryption: { enabled: true, kmsKeyArn: props.key.keyArn },
      pointInTimeRecovery: { enabled: true, recoveryPeriodInDays },
      deletionProtectionEnabled,
      // Replication goes through streams.
      ...(isGlobal ? { streamEnabled: true, streamViewType: "NEW_AND_OLD_IMAGES" } : {}),
      ...(isGlobal
        ? {
            replica: Object.entries(replicas).map(([regionName, { key }]) => ({
              regionName,
              kmsKeyArn: key.keyArn,
              pointInTimeRecovery: true,
              deletionProtectionEnabled,
              propagateTags: true,
            })),
          }
        : {}),
      ...tagsOf(props.tags),
      lifecycle: { preventDestroy: (props.preventDestroy ?? true) === true },
    });
    noteRelaxations(table, relaxations(props));
    this.tableName = table.name;
    this.tableArn = table.arn;
  }

  /** Regions of the table, its own first. */
  get regions(): readonly string[] {
    return [this.props.env.region, ...Object.keys(this.props.replicas ?? {})];
  }

  /** ARN of the table in one of its regions. */
  arnIn(region: string): string {
    return tableArn({ ...this.props.env, region }, this.props.name);
  }

  /**
   * Lets a principal use items in one of the ways of `TABLE_ACCESS`, in one region, and the key there as far as DynamoDB needs it for that: through DynamoDB, for
   * this table.
   *
   * A role or user of this app gets a policy; who is given by ARN needs the statements that are returned.
   *
   * @param region - the table's own by default
   * @throws {@link ConfigError} when the table is not there, or the key cannot be granted
   */
  grant(access: TableAccessName, grantee: Grantee, region?: string): TableGrant {
    assertArguments(
      this.node.path,
      { access, grantee, region },
      { access: word(Object.keys(TABLE_ACCESS)), grantee: aGrantee, region: orNothing(text) },
    );
    const { env, name } = this.props;
    const where = region ?? env.region;
    const key = this.keyIn(where);
    const statements = tableStatements(this.arnIn(where), access);
    if (!("arn" in grantee)) {
      const base = `${slug(access)}-${slug(where)}-of-${slug(grantee.node.path)}`;
      const id = freeId(this, base);
      new InlinePolicy(this, id, {
        name: `${slug(this.node.path)}-${slug(access)}-${slug(where)}${id.slice(base.length)}`.slice(-128),
        attachTo: "roleArn" in grantee ? { role: grantee } : { user: grantee },
        statements,
      });
    }
    // DynamoDB opens the table's key for whoever reads or writes, and asks KMS as him.
    const encryptionContext = tableContext(env, name);
    const keyGrants = key.grant("decryptOnly", grantee, { viaServices: ["dynamodb"], encryptionContext });
    return { identityStatements: statements, keyGrants };
  }
  /** Reads items. */
  grantReadOnly(grantee: Grantee, region?: string): TableGrant {
    return this.grant("readOnly", grantee, region);
  }
  /** Adds and changes items; neither reads nor deletes any. */
  grantWriteOnly(grantee: Grantee, region?: string): TableGrant {
    return this.grant("writeOnly", grantee, region);
  }

  private keyIn(region: string): TableKey {
    const { env, key, replicas = {} } = this.props;
    if (region === env.region) return key;
    const replica = Object.hasOwn(replicas, region) ? replicas[region] : undefined;
    if (replica !== undefined) return replica.key;
    throw new ConfigError(this.node.path, [
      `region must be one of ${this.regions.join(", ")}, got ${shown(region)}`,
    ]);
  }
}
