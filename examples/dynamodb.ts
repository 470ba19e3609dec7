/** Tables: each part between `#region` and `#endregion` stands in docs/modules/dynamodb.md. */
import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import type { TerraformStack } from "cdktf";
import { Table, tableKeyStatements } from "../modules/dynamodb";
import { type AwsEnvironment, accountRootArn, Role, serviceTrust } from "../modules/iam";
import { Key, ReplicaKey } from "../modules/kms";

/** Adds every example to a stack. */
export function addDynamodb(stack: TerraformStack): void {
  new AwsProvider(stack, "aws", { region: "eu-central-1" });
  const { accountId } = new DataAwsCallerIdentity(stack, "account");
  const env: AwsEnvironment = {
    partition: "aws",
    dnsSuffix: "amazonaws.com",
    accountId,
    region: "eu-central-1",
  };
  const trust = [serviceTrust("ec2", env)];
  const writer = new Role(stack, "writer", { name: "orders-writer", description: "Adds orders.", trust });
  const reader = new Role(stack, "reader", { name: "orders-reader", description: "Reads orders.", trust });

  // #region Table
  const policyIn = (region: string) => ({
    env: { ...env, region },
    administrators: [accountRootArn(env)],
    extra: tableKeyStatements({ ...env, region }, "orders"),
  });
  const key = new Key(stack, "key", {
    description: "Orders",
    multiRegion: true,
    policy: policyIn("eu-central-1"),
  });
  const replicaKey = new ReplicaKey(stack, "replica-key", {
    primary: key,
    region: "eu-west-1",
    policy: policyIn("eu-west-1"),
  });
  const table = new Table(stack, "orders", {
    env,
    name: "orders",
    key,
    partitionKey: { name: "customer" },
    sortKey: { name: "placed", type: "N" },
    replicas: { "eu-west-1": { key: replicaKey } },
  });
  table.grantWriteOnly(writer);
  table.grantReadOnly(reader, "eu-west-1");
  // #endregion
}
