import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { ConfigError } from "../../config-error";
import { InlinePolicy, Role, renderPolicy, type Statement, serviceTrust } from "../../iam";
import { ROLE_NAME_LENGTH } from "../../iam/limits";
import { ExistingKey, type GrantableKey, type KeyGrant } from "../../kms";
import { isToken } from "../../tokens";
import { assertProps } from "../../validate";
import { onlyWritersStatement } from "../policy/bucket-policy";
import { contextOfObjects } from "../settings/encryption";
import { acceptReplicas } from "./accept-replicas";
import { grantReplicaKey } from "./replica-key";
import {
  isOtherAccounts,
  type OtherAccountBucket,
  type ReplicationDestination,
  type ReplicationProps,
  replicationProblems,
} from "./replication-props";
import { type ReplicaPlace, replicationRule } from "./replication-rules";
import { REPLICATION } from "./replication-shape";
import {
  acceptReplicasStatements,
  replicationSourceStatements,
  replicationTargetStatements,
} from "./replication-statements";

/** What another account has to apply before replicas arrive there. `acceptReplicas` does it in a program of that account. */
export interface OtherAccountHalf {
  /** Twelve digits. */
  readonly accountId: string;
  readonly bucketArn: string;
  readonly keyArn: string;
  /** For the bucket policy, beside what is there. */
  readonly bucketStatements: readonly Statement[];
  /** For the key policy, beside what is there. */
  readonly keyStatements: readonly Statement[];
  /** The statements for the bucket as a policy document, such as for an output. */
  readonly bucketPolicy: string;
  /** The statements for the key as a policy document. */
  readonly keyPolicy: string;
}

/**
 * Copies new objects of a bucket to others, in the same region or not, the same account or not: the configuration, the role, what the key policies
 * on both sides must say, and the bucket policies of the destinations. The keys are bound to the encryption context, which is the bucket's ARN for objects
 * under a bucket key and else the object's: both, because each replica takes after its source object.
 *
 * Nobody else can write into a destination of this app, unless `otherWriters` says so. AWS documents no condition on the source for the role's trust; who may
 * hand the role to a bucket is a matter of `iam:PassRole`, which only this account can allow.
 *
 * @throws {@link ConfigError} when S3 would refuse it, or copy nothing.
 */
export class Replication extends Construct {
  /** What S3 acts as. */
  readonly role: Role;
  /** One for each destination in another account, in their order. */
  readonly otherAccounts: readonly OtherAccountHalf[];
  /** What became of the uses of the keys in this account: the policy of an `ExistingKey`, and of `otherKeyArns`, needs the `keyStatements`. */
  readonly keyGrants: readonly KeyGrant[];

  constructor(scope: Construct, id: string, props: ReplicationProps) {
    super(scope, id);
    assertProps(this, props, REPLICATION);
    const problems = replicationProblems(props);
    if (problems.length > 0) throw new ConfigError(this.node.path, problems);
    const { env, source, destinations } = props;
    this.role = new Role(this, "role", {
      name: props.roleName ?? roleNameFor(source.props.name),
      description: `Copies new objects of ${source.props.name} to where they are kept twice.`,
      trust: [serviceTrust("s3", env)],
    });
    const opened = this.sourceKeys(props);
    const opening = opened.flatMap((key) =>
      key.grantDecrypt(this.role, {
        viaServices: ["s3"],
        encryptionContext: contextOfObjects(source.bucketArn),
      }),
    );
    new InlinePolicy(this, "policy", {
      name: "replication",
      attachTo: { role: this.role },
      statements: this.roleStatements(props),
    });
    const sealing = destinations.flatMap(({ bucket, otherWriters }) =>
      isOtherAccounts(bucket)
        ? []
        : acceptReplicas(bucket, {
            role: this.role,
            ...(otherWriters === undefined ? {} : { otherWriters }),
          }),
    );
    this.keyGrants = [...opening, ...sealing];
    this.otherAccounts = destinations.flatMap(({ bucket }, index) =>
      isOtherAccounts(bucket) ? [this.otherHalf(props, bucket, index)] : [],
    );
    source.addReplication({ role: this.role.roleArn, rule: rulesOf(destinations) }, [
      ...[this, ...opened].flatMap(rolePolicies),
      ...destinations.flatMap(({ bucket }) =>
        isOtherAccounts(bucket) ? [] : [bucket.ready, ...rolePolicies(bucket.props.key)],
      ),
    ]);
  }

  /** Every key under which the source takes objects: what the role cannot open, S3 does not copy. */
  private sourceKeys({ source, env }: ReplicationProps): readonly GrantableKey[] {
    const { key, otherKeyArns = [] } = source.props;
    return [
      ...(key === undefined ? [] : [key]),
      ...otherKeyArns.map(
        (keyArn, index) =>
          new ExistingKey(this, `source-key-${index}`, {
            keyArn,
            env: { ...env, region: source.props.region ?? env.region },
          }),
      ),
    ];
  }

  private roleStatements({ source, destinations }: ReplicationProps): readonly Statement[] {
    const prefixes = destinations.flatMap(prefixesOf);
    return [
      ...replicationSourceStatements(
        { bucketArn: source.bucketArn, prefixes: widest(prefixes) },
        source.props.objectLock !== undefined,
      ),
      ...destinations.flatMap((destination, index) =>
        replicationTargetStatements(
          { bucketArn: destination.bucket.bucketArn, prefixes: widest(prefixesOf(destination)) },
          { otherAccount: isOtherAccounts(destination.bucket), number: index + 1 },
        ),
      ),
    ];
  }

  /** Lets the role use the key of a destination in another account, and says what is missing there. */
  private otherHalf(
    { env }: Pick<ReplicationProps, "env">,
    bucket: OtherAccountBucket,
    index: number,
  ): OtherAccountHalf {
    const { role } = this;
    const { accountId, region, keyArn, bucketArn } = bucket;
    const key = new ExistingKey(this, `destination-key-${index}`, {
      keyArn,
      env: { ...env, accountId, region },
    });
    const grants = grantReplicaKey(key, role, bucketArn, { crossAccount: true });
    const bucketStatements = [
      ...acceptReplicasStatements(bucketArn, role.roleArn),
      onlyWritersStatement(bucketArn, [role.roleArn]),
    ];
    // Each use brings its own permission to describe the key, and it is the same.
    const all = grants.flatMap((grant: KeyGrant) => grant.keyStatements);
    const keyStatements = all.filter(({ sid }, at) => all.findIndex((other) => other.sid === sid) === at);
    return {
      accountId,
      bucketArn,
      keyArn,
      bucketStatements,
      keyStatements,
      bucketPolicy: renderPolicy(this, "bucket", bucketStatements),
      keyPolicy: renderPolicy(this, "key", keyStatements),
    };
  }
}

/** A name that only Terraform knows must not be cut: half a reference is none. */
function roleNameFor(bucketName: string): string {
  const name = `replicate-${bucketName}`;
  return isToken(name) ? name : name.slice(0, ROLE_NAME_LENGTH.max);
}

/** S3 takes a configuration whose role can do nothing yet, and what comes until then is not copied. Keys that exist are granted by such policies, too. */
function rolePolicies(construct: Construct | undefined): readonly ITerraformDependable[] {
  return construct?.node.findAll().filter((child) => child instanceof IamRolePolicy) ?? [];
}

function rulesOf(destinations: readonly ReplicationDestination[]) {
  const all = destinations.flatMap(({ bucket, rules = [{}] }) => rules.map((rule) => ({ rule, bucket })));
  return all.map(({ rule, bucket }, index) => replicationRule(rule, placeOf(bucket), index + 1));
}

function placeOf(bucket: ReplicationDestination["bucket"]): ReplicaPlace {
  const { bucketArn } = bucket;
  if (isOtherAccounts(bucket)) return { bucketArn, keyArn: bucket.keyArn, accountId: bucket.accountId };
  return { bucketArn, keyArn: bucket.props.key?.keyArn ?? "" };
}

function prefixesOf({ rules = [{}] }: ReplicationDestination): readonly string[] {
  return rules.map(({ prefix = "" }) => prefix);
}

/** Prefixes without those that another one holds already. */
function widest(prefixes: readonly string[]): readonly string[] {
  const unique = [...new Set(prefixes)];
  return unique.filter((prefix) => !unique.some((other) => other !== prefix && prefix.startsWith(other)));
}
