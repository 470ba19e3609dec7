/**
 * DynamoDB. A replica takes permissions on items: DynamoDB asks for them of whoever makes one.
 *
 * Sources: DynamoDB Developer Guide, "Using IAM with DynamoDB global tables" (source and destination regions), "DynamoDB encryption at rest: usage notes"
 * (who makes a table uses the key through DynamoDB); terraform-provider-aws 6, `internal/service/dynamodb`.
 */
import { viaService } from "../../iam/policies/principals";
import { arnIn, type Calls, type Row, type RowEnvironment } from "../row";
import type { Block } from "../stack-blocks";
import { STACK_TAG } from "../stack-tag";

const READ = [
  "dynamodb:DescribeContinuousBackups",
  "dynamodb:DescribeTable",
  "dynamodb:DescribeTimeToLive",
  "dynamodb:ListTagsOfResource",
];

const CHANGE = [
  "dynamodb:CreateTable",
  "dynamodb:TagResource",
  "dynamodb:UntagResource",
  "dynamodb:UpdateContinuousBackups",
  "dynamodb:UpdateTable",
  "dynamodb:UpdateTimeToLive",
];

const REPLICA = [
  "dynamodb:BatchWriteItem",
  "dynamodb:CreateTableReplica",
  "dynamodb:DeleteItem",
  "dynamodb:GetItem",
  "dynamodb:PutItem",
  "dynamodb:Query",
  "dynamodb:Scan",
  "dynamodb:UpdateItem",
];

const KEY_USE = [
  "kms:Decrypt",
  "kms:Encrypt",
  "kms:GenerateDataKey",
  "kms:GenerateDataKeyWithoutPlaintext",
  "kms:ReEncryptFrom",
  "kms:ReEncryptTo",
];

function regionsOf(block: Block): readonly string[] {
  const replicas = [block.raw("replica") ?? []].flat() as readonly { readonly region_name?: unknown }[];
  return [
    block.region,
    ...replicas.flatMap(({ region_name: name }) => (typeof name === "string" ? [name] : [])),
  ];
}

const tables = (block: Block, env: RowEnvironment, regions: readonly string[]) =>
  regions.map((region) => arnIn(env, "dynamodb", region, `table/${block.text("name")}`));

/** Through DynamoDB, for this table and with the stack's own keys. */
function keyUse(block: Block, env: RowEnvironment): readonly Calls[] {
  if (!block.has("server_side_encryption")) return [];
  const regions = regionsOf(block);
  const resources = regions.map((region) => arnIn(env, "kms", region, "key/*"));
  const via = {
    "kms:ViaService": regions.map((region) => viaService("dynamodb", { ...env, region })),
    [`aws:ResourceTag/${STACK_TAG}`]: env.stack,
  };
  return [
    {
      actions: KEY_USE,
      resources,
      conditions: {
        StringEquals: { ...via, "kms:EncryptionContext:aws:dynamodb:tableName": block.text("name") },
      },
    },
    {
      actions: ["kms:CreateGrant"],
      resources,
      conditions: { StringEquals: via, Bool: { "kms:GrantIsForAWSResource": "true" } },
    },
  ];
}

/** The role with which DynamoDB replicates; it is made with the account's first global table. */
function replicationRole(env: RowEnvironment): Calls {
  return {
    actions: ["iam:CreateServiceLinkedRole"],
    resources: [
      `arn:${env.partition}:iam::${env.accountId}:role/aws-service-role/replication.dynamodb.amazonaws.com/AWSServiceRoleForDynamoDBReplication`,
    ],
    conditions: { StringEquals: { "iam:AWSServiceName": "replication.dynamodb.amazonaws.com" } },
  };
}

const table: Row = {
  read: (block, env) => [{ actions: READ, resources: tables(block, env, regionsOf(block)) }],
  change: (block, env) => {
    const regions = regionsOf(block);
    return [
      { actions: CHANGE, resources: tables(block, env, regions) },
      ...(regions.length === 1
        ? []
        : [{ actions: REPLICA, resources: tables(block, env, regions) }, replicationRole(env)]),
      ...keyUse(block, env),
    ];
  },
  remove: (block, env) => {
    const regions = regionsOf(block);
    const actions = [
      "dynamodb:DeleteTable",
      ...(regions.length === 1 ? [] : ["dynamodb:DeleteTableReplica"]),
    ];
    return [{ actions, resources: tables(block, env, regions) }];
  },
};

export const DYNAMODB_ROWS: Readonly<Record<string, Row>> = { aws_dynamodb_table: table };
