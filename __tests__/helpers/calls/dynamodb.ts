import type { TerraformStack } from "cdktf";
import * as dynamodb from "../../../modules/dynamodb";
import * as kms from "../../../modules/kms";
import { ENVIRONMENT } from "../processes/environment";
import { builder, type Call, construct } from "./call";
import { role } from "./iam";

const ARN = "arn:aws:dynamodb:eu-central-1:111122223333:table/orders";

function props(stack: TerraformStack, name = "orders"): dynamodb.TableProps {
  const key = new kms.Key(stack, `${name}-key`, {
    description: "x",
    multiRegion: true,
    policy: { env: ENVIRONMENT, extra: dynamodb.tableKeyStatements(ENVIRONMENT, name) },
  });
  const replica = new kms.ReplicaKey(stack, `${name}-replica`, { primary: key, region: "eu-west-1" });
  return {
    env: ENVIRONMENT,
    name,
    key,
    partitionKey: { name: "id", type: "S" },
    sortKey: { name: "at", type: "N" },
    replicas: { "eu-west-1": { key: replica } },
    recoveryPeriodInDays: 7,
    deletionProtection: { off: "a test" },
    preventDestroy: { off: "a test" },
    tags: { team: "shop" },
  };
}

/** A method that takes whom, and where. */
function granting(name: "grantReadOnly" | "grantWriteOnly"): Call {
  return {
    name: `Table.${name}`,
    given: (stack) => ({ grantee: role(stack), region: "eu-west-1" }),
    call: (stack, { grantee, region }) =>
      new dynamodb.Table(stack, "tested", props(stack))[name](grantee, region),
  };
}

export const DYNAMODB_CALLS: readonly Call[] = [
  construct(dynamodb.Table, (stack) => ({ ...props(stack) })),
  {
    name: "Table.grant",
    given: (stack) => ({ access: "readOnly", grantee: role(stack), region: "eu-west-1" }),
    call: (stack, { access, grantee, region }) =>
      new dynamodb.Table(stack, "tested", props(stack)).grant(access, grantee, region),
  },
  granting("grantReadOnly"),
  granting("grantWriteOnly"),
  {
    name: "Table.arnIn",
    given: () => ({ region: "eu-west-1" }),
    call: (stack, { region }) => new dynamodb.Table(stack, "tested", props(stack)).arnIn(region),
  },
  builder("tableArn", dynamodb.tableArn, { env: ENVIRONMENT, name: "orders" }),
  builder("tableContext", dynamodb.tableContext, { env: ENVIRONMENT, name: "orders" }),
  builder("tableKeyStatements", dynamodb.tableKeyStatements, { env: ENVIRONMENT, name: "orders" }),
  builder("tableStatements", dynamodb.tableStatements, { arn: ARN, name: "readOnly" }),
  builder("tableNameProblem", dynamodb.tableNameProblem, { name: "orders" }),
  builder("keyAttributeProblem", dynamodb.keyAttributeProblem, { name: "id" }),
];
