import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import type { TerraformStack } from "cdktf";
import { ExistingKey, Key, type KeyGrant } from "../../../../modules/kms";
import { Bucket, type BucketProps, Replication } from "../../../../modules/s3";
import { inDependencyOrder } from "../../../../tools/emulator/apply/order";
import { readStackFile } from "../../../../tools/emulator/apply/stack-file";
import { ENVIRONMENT } from "../../../helpers/processes/environment";
import { type StackJson, writeStack } from "../../../helpers/stacks/stack-json";
import { statementsOf, synth } from "../../../helpers/stacks/synth";
import { useTempDir } from "../../../helpers/temp-dir";

const KEY_ARN = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const bucket = (
  stack: TerraformStack,
  name: string,
  { id = name, ...props }: { id?: string } & Partial<BucketProps> = {},
) =>
  new Bucket(stack, id, {
    name,
    key: new Key(stack, `${id}-key`, { description: "x", policy: { env: ENVIRONMENT } }),
    ...props,
  });

describe("a replication", () => {
  const folder = useTempDir();

  it("can go both ways, without a cycle between keys, buckets, roles and policies", () => {
    const { json } = synth((stack) => {
      const [one, two] = [bucket(stack, "example-one"), bucket(stack, "example-two")];
      const otherWriters = { on: "each side is written, and copied to the other" };
      const rules = [{ replicaModifications: true }];
      for (const [source, destination] of [
        [one, two],
        [two, one],
      ] as const)
        new Replication(stack, `from-${source.node.id}`, {
          env: ENVIRONMENT,
          source,
          destinations: [{ bucket: destination, rules, otherWriters }],
        });
    });
    const outDir = writeStack(folder(), "both", { resource: json.resource } as StackJson);
    const order = inDependencyOrder(readStackFile(outDir, "both").blocks).map(({ type }) => type);
    expect(order.filter((type) => type === "aws_s3_bucket_replication_configuration")).toHaveLength(2);
  });

  it("says what the policy of a key needs that this app does not make", () => {
    let grants: readonly KeyGrant[] = [];
    synth((stack) => {
      const key = new ExistingKey(stack, "existing", { keyArn: KEY_ARN, env: ENVIRONMENT });
      const source = new Bucket(stack, "source", { name: "example-source", key });
      const destinations = [{ bucket: bucket(stack, "example-replica") }] as const;
      grants = new Replication(stack, "replication", { env: ENVIRONMENT, source, destinations }).keyGrants;
    });
    expect(grants.map(({ keyAttached }) => keyAttached)).toEqual([false, true, true]);
    expect(grants[0]?.keyStatements.map(({ sid }) => sid)).toContain("GrantKeyDecrypters");
  });

  it("opens objects under every key that the source takes, once the policies of the others let it", () => {
    let grants: readonly KeyGrant[] = [];
    const json = synth((stack) => {
      const source = bucket(stack, "example-source", { otherKeyArns: [KEY_ARN] });
      const destinations = [{ bucket: bucket(stack, "example-replica") }] as const;
      grants = new Replication(stack, "r", { env: ENVIRONMENT, source, destinations }).keyGrants;
    });
    const decrypting = Object.values(json.resources("aws_iam_role_policy"))
      .flatMap(({ policy }) => statementsOf(String(policy)))
      .filter(({ Action }) => [Action].flat().includes("kms:Decrypt"));
    const viaS3 = { StringEquals: { "kms:ViaService": ["s3.eu-central-1.amazonaws.com"] } };
    expect(decrypting).toMatchObject([{ Resource: [KEY_ARN], Condition: viaS3 }]);
    const missing = grants.filter(({ keyAttached }) => !keyAttached);
    expect(missing.flatMap(({ keyStatements }) => keyStatements.map(({ sid }) => sid))).toEqual([
      "GrantKeyDecrypters",
      "GrantKeyDecryptersDescribe",
    ]);
    const { depends_on: after } = json.resource("aws_s3_bucket_replication_configuration");
    expect((after as string[]).filter((address) => address.startsWith("aws_iam_role_policy."))).toHaveLength(
      2,
    );
  });

  it("names its role after the source, cut to what IAM takes, but never within a reference", () => {
    const roleOf = (name: (stack: TerraformStack) => string) =>
      synth((stack) => {
        new Replication(stack, "replication", {
          env: ENVIRONMENT,
          source: bucket(stack, name(stack), { id: "source" }),
          destinations: [{ bucket: bucket(stack, "example-replica") }],
        });
      }).resource("aws_iam_role").name;
    expect(roleOf(() => "b".repeat(63))).toBe(`replicate-${"b".repeat(54)}`);
    const unknown = roleOf(
      (stack) => `${"b".repeat(40)}-${new DataAwsCallerIdentity(stack, "me").accountId}`,
    );
    expect(unknown).toMatch(/^replicate-b{40}-\$\{data\.aws_caller_identity\.me\.account_id\}$/);
  });
});
