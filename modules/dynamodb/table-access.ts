/** What principals may do with the items of a table, and what its key has to allow for that, as plain data. */
import { formatArn } from "../arn";
import { environment } from "../iam/policies/environment";
import type { Statement } from "../iam/policies/policy-document";
import { type AwsEnvironment, accountRootArn, viaService } from "../iam/policies/principals";
import { text, word } from "../shape";
import { assertArguments } from "../validate";
import { DESCRIBE_TABLE_ACTION, READ_ITEM_ACTIONS, WRITE_ITEM_ACTIONS } from "./actions";

interface Access {
  readonly sid: string;
  readonly actions: readonly string[];
  /** Whether indexes are read as well. */
  readonly indexes: boolean;
}

/** Ways to use a table. None of them deletes items, or changes the table. */
export const TABLE_ACCESS = {
  /** Reads items. */
  readOnly: { sid: "ReadItems", actions: READ_ITEM_ACTIONS, indexes: true },
  /** Adds and changes items, and is shown nothing of what was there. */
  writeOnly: { sid: "WriteItems", actions: WRITE_ITEM_ACTIONS, indexes: false },
} as const satisfies Record<string, Access>;

export type TableAccessName = keyof typeof TABLE_ACCESS;

/** ARN of a table. */
export function tableArn(env: AwsEnvironment, name: string): string {
  assertArguments("tableArn", { env, name }, { env: environment, name: text });
  const { partition, region, accountId } = env;
  return formatArn({ partition, service: "dynamodb", region, account: accountId, resource: `table/${name}` });
}

/** Statements for the policy of an identity. */
export function tableStatements(arn: string, name: TableAccessName): readonly Statement[] {
  assertArguments("tableStatements", { arn, name }, { arn: text, name: word(Object.keys(TABLE_ACCESS)) });
  const { sid, actions, indexes }: Access = TABLE_ACCESS[name];
  return [
    {
      sid,
      actions,
      resources: indexes ? [arn, `${arn}/index/*`] : [arn],
      // A write can ask for the item as it was before: that is a read.
      ...(name === "writeOnly"
        ? { conditions: { StringEqualsIfExists: { "dynamodb:ReturnValues": ["NONE"] } } }
        : {}),
    },
    { sid: `${sid}Describe`, actions: [DESCRIBE_TABLE_ACTION], resources: [arn] },
  ];
}

/**
 * What DynamoDB tells KMS when it uses the key of a table.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
 */
export function tableContext(env: AwsEnvironment, name: string): Readonly<Record<string, string>> {
  assertArguments("tableContext", { env, name }, { env: environment, name: text });
  return { "aws:dynamodb:tableName": name, "aws:dynamodb:subscriberId": env.accountId };
}

/**
 * For the key policy: lets principals of the account make the table and restore it under this key, as far as their own policies say, only through DynamoDB and
 * only for this table. DynamoDB holds a grant afterwards, for its own work.
 *
 * Source: DynamoDB Developer Guide, "DynamoDB encryption at rest: how it works", "Authorizing use of your AWS KMS key".
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.howitworks.html
 */
export function tableKeyStatements(env: AwsEnvironment, name: string): readonly Statement[] {
  assertArguments("tableKeyStatements", { env, name }, { env: environment, name: text });
  const principals = { aws: [accountRootArn(env)] };
  const via = { "kms:ViaService": viaService("dynamodb", env) };
  const context = Object.fromEntries(
    Object.entries(tableContext(env, name)).map(([key, value]) => [`kms:EncryptionContext:${key}`, value]),
  );
  return [
    {
      sid: "TableKey",
      principals,
      actions: [
        "kms:Decrypt",
        "kms:Encrypt",
        "kms:GenerateDataKey",
        "kms:GenerateDataKeyWithoutPlaintext",
        "kms:ReEncryptFrom",
        "kms:ReEncryptTo",
      ],
      resources: ["*"],
      conditions: { StringEquals: { ...via, ...context } },
    },
    {
      sid: "TableKeyGrant",
      principals,
      actions: ["kms:CreateGrant"],
      resources: ["*"],
      conditions: { StringEquals: via, Bool: { "kms:GrantIsForAWSResource": "true" } },
    },
    {
      sid: "TableKeyDescribe",
      principals,
      actions: ["kms:DescribeKey"],
      resources: ["*"],
      conditions: { StringEquals: via },
    },
  ];
}
