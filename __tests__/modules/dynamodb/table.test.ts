/** What a table becomes, what is refused, and what its grants come to: evaluated. */
import "../../../tools/policy-check/jest-matchers";
import type { TerraformStack } from "cdktf";
import { Table, type TableProps, tableKeyStatements } from "../../../modules/dynamodb";
import { Key, ReplicaKey } from "../../../modules/kms";
import type { ClaimContext, ClaimPrincipal, ClaimRequest } from "../../../presets/common/claims/claim";
import { judged, roleArn, testRole } from "../../helpers/kms/kms";
import { ENVIRONMENT } from "../../helpers/processes/environment";
import { synth } from "../../helpers/stacks/synth";

const [FIRST, SECOND] = ["eu-central-1", "eu-west-1"];
const tableIn = (region: string): string => `arn:aws:dynamodb:${region}:111122223333:table/orders`;

/** A global table under a key and its replica. */
function ordersIn(stack: TerraformStack, props: Partial<TableProps> = {}): Table {
  const policyIn = (region: string) => ({
    env: { ...ENVIRONMENT, region },
    extra: tableKeyStatements({ ...ENVIRONMENT, region }, "orders"),
  });
  const key = new Key(stack, "key", { description: "x", multiRegion: true, policy: policyIn(FIRST) });
  const replica = new ReplicaKey(stack, "replica", {
    primary: key,
    region: SECOND,
    policy: policyIn(SECOND),
  });
  return new Table(stack, "orders", {
    env: ENVIRONMENT,
    name: "orders",
    key,
    partitionKey: { name: "id" },
    replicas: { [SECOND]: { key: replica } },
    ...props,
  });
}

const resourceOf = (props?: Partial<TableProps>) =>
  synth((stack) => ordersIn(stack, props)).resource("aws_dynamodb_table");

describe("a table", () => {
  it("is under keys of the customer in every region, recoverable, and protected from deletion", () => {
    expect(resourceOf({ sortKey: { name: "at", type: "N" } })).toMatchObject({
      name: "orders",
      region: FIRST,
      billing_mode: "PAY_PER_REQUEST",
      hash_key: "id",
      range_key: "at",
      attribute: [
        { name: "id", type: "S" },
        { name: "at", type: "N" },
      ],
      server_side_encryption: { enabled: true, kms_key_arn: expect.stringContaining("aws_kms_key.key") },
      point_in_time_recovery: { enabled: true, recovery_period_in_days: 35 },
      deletion_protection_enabled: true,
      stream_enabled: true,
      stream_view_type: "NEW_AND_OLD_IMAGES",
      replica: [
        {
          region_name: SECOND,
          kms_key_arn: expect.stringContaining("aws_kms_replica_key.replica"),
          point_in_time_recovery: true,
          deletion_protection_enabled: true,
          propagate_tags: true,
        },
      ],
      lifecycle: { prevent_destroy: true },
    });
  });

  it("has no stream where it has no replica", () => {
    const { replica, stream_enabled: streams } = resourceOf({ replicas: {} });
    expect([replica, streams]).toEqual([undefined, undefined]);
  });

  it("gives up protection for a reason, which is kept", () => {
    const off = { off: "a demo" };
    expect(resourceOf({ deletionProtection: off, preventDestroy: off })).toMatchObject({
      deletion_protection_enabled: false,
      replica: [{ deletion_protection_enabled: false }],
      lifecycle: { prevent_destroy: false },
      "//": {
        relaxations: [
          { what: "deletionProtection", reason: "a demo" },
          { what: "preventDestroy", reason: "a demo" },
        ],
      },
    });
  });

  const KEY = { keyArn: `arn:aws:kms:us-east-1:111122223333:key/${"1".repeat(8)}`, grant: () => [] };
  it.each<[string, Partial<TableProps>, string]>([
    ["a short name", { name: "ab" }, "table name must be 3 to 255 letters"],
    ["a name with spaces", { name: "my orders" }, "table name must be"],
    ["the same attribute twice", { sortKey: { name: "id" } }, "sortKey must be another attribute"],
    [
      "an attribute that expressions cannot name",
      { partitionKey: { name: "a-b" } },
      "attribute name must be",
    ],
    ["a key of another region", { key: KEY }, "key must be in eu-central-1, got one in us-east-1"],
    ["an alias for a key", { key: { ...KEY, keyArn: "alias/x" } }, "key must have the ARN of a KMS key"],
    [
      "its own region as replica",
      { replicas: { [FIRST]: { key: KEY } } },
      "must not name the table's own region",
    ],
    ["no region", { replicas: { europe: { key: KEY } } }, "a key of replicas must be a region"],
    [
      "a replica under another region's key",
      { replicas: { [SECOND]: { key: KEY } } },
      "key of the replica in eu-west-1 must be in eu-west-1, got one in us-east-1",
    ],
    ["36 days of recovery", { recoveryPeriodInDays: 36 }, "recoveryPeriodInDays must be"],
    ["an empty reason", { deletionProtection: { off: " " } }, "deletionProtection needs a reason"],
  ])("fails on %s", (_what, props, words) => {
    expect(() => resourceOf(props)).toThrow(words);
  });
});

describe("grants of a table", () => {
  const { policies } = judged((stack) => {
    const table = ordersIn(stack);
    table.grantWriteOnly(testRole(stack, "writer"));
    table.grantReadOnly(testRole(stack, "reader"), SECOND);
    expect(() => table.grantReadOnly(testRole(stack, "lost"), "us-east-1")).toThrow(
      "region must be one of eu-central-1, eu-west-1, got 'us-east-1'",
    );
  });
  const keys = Object.keys(policies.keys);
  const keyIn = (region: string): string => keys.find((arn) => arn.includes(`:${region}:`)) ?? "";
  const [writer, reader] = ["writer", "reader"].map(
    (name): ClaimPrincipal => ({ kind: "role", arn: roleArn(name) }),
  ) as [ClaimPrincipal, ClaimPrincipal];
  const ask = (principal: ClaimPrincipal, action: string, resource: string, context: ClaimContext = {}) =>
    ({ principal, action, resource, context }) satisfies ClaimRequest;
  const via = (region: string, name = "orders"): ClaimContext => ({
    "kms:ViaService": `dynamodb.${region}.amazonaws.com`,
    "kms:CallerAccount": "111122223333",
    "kms:EncryptionContext:aws:dynamodb:tableName": name,
    "kms:EncryptionContext:aws:dynamodb:subscriberId": "111122223333",
  });

  it("write in one region, and show nothing of what was there", async () => {
    const none = { "dynamodb:ReturnValues": "NONE" };
    await expect(policies).toAllow(ask(writer, "dynamodb:PutItem", tableIn(FIRST), none));
    await expect(policies).toAllow(ask(writer, "dynamodb:UpdateItem", tableIn(FIRST), none));
    await expect(policies).toDeny(
      ask(writer, "dynamodb:PutItem", tableIn(FIRST), { "dynamodb:ReturnValues": "ALL_OLD" }),
    );
    await expect(policies).toDeny(ask(writer, "dynamodb:PutItem", tableIn(SECOND), none));
    for (const action of ["GetItem", "Query", "DeleteItem", "BatchWriteItem", "DeleteTable", "UpdateTable"])
      await expect(policies).toDeny(ask(writer, `dynamodb:${action}`, tableIn(FIRST)));
  });

  it("read in one region, indexes too", async () => {
    for (const action of ["GetItem", "BatchGetItem", "Query", "Scan"])
      await expect(policies).toAllow(ask(reader, `dynamodb:${action}`, tableIn(SECOND)));
    await expect(policies).toAllow(ask(reader, "dynamodb:Query", `${tableIn(SECOND)}/index/by-date`));
    await expect(policies).toDeny(ask(reader, "dynamodb:GetItem", tableIn(FIRST)));
    await expect(policies).toDeny(ask(reader, "dynamodb:PutItem", tableIn(SECOND)));
  });

  it("open the key through DynamoDB, for this table, in that region", async () => {
    await expect(policies).toAllow(ask(writer, "kms:Decrypt", keyIn(FIRST), via(FIRST)));
    await expect(policies).toAllow(ask(reader, "kms:Decrypt", keyIn(SECOND), via(SECOND)));
    await expect(policies).toDeny(ask(reader, "kms:Decrypt", keyIn(FIRST), via(FIRST)));
    await expect(policies).toDeny(ask(reader, "kms:Decrypt", keyIn(SECOND), via(SECOND, "other")));
    await expect(policies).toDeny(ask(reader, "kms:Decrypt", keyIn(SECOND)));
    await expect(policies).toDeny(ask(reader, "kms:GenerateDataKey", keyIn(SECOND), via(SECOND)));
  });

  it("leave to policies of the account who makes the table, through DynamoDB only", async () => {
    const admin: ClaimPrincipal = { kind: "admin", arn: "arn:aws:iam::111122223333:role/admin" };
    const grant = { ...via(FIRST), "kms:GrantIsForAWSResource": "true" };
    await expect(policies).toAllow(ask(admin, "kms:CreateGrant", keyIn(FIRST), grant));
    await expect(policies).toDeny(
      ask(admin, "kms:CreateGrant", keyIn(FIRST), { ...grant, "kms:GrantIsForAWSResource": "false" }),
    );
    await expect(policies).toAllow(ask(admin, "kms:GenerateDataKey", keyIn(FIRST), via(FIRST)));
    await expect(policies).toDeny(ask(admin, "kms:GenerateDataKey", keyIn(FIRST), via(FIRST, "other")));
    await expect(policies).toDeny(ask(admin, "kms:Decrypt", keyIn(FIRST)));
  });
});
