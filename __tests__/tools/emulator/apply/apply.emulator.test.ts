import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { DescribeKeyCommand, EnableKeyRotationCommand, GetKeyPolicyCommand } from "@aws-sdk/client-kms";
import {
  CreateMultipartUploadCommand,
  DeleteBucketPolicyCommand,
  DeleteObjectCommand,
  HeadBucketCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { applyStack, destroyStack, writeOutputs } from "../../../../tools/emulator/apply";
import { testClients } from "../../../helpers/emulator";
import type { Blocks, StackJson } from "../../../helpers/stacks/stack-json";
import { actions, TestStack } from "../../../helpers/stacks/test-stack";
import { useTempDir } from "../../../helpers/temp-dir";

const ROOT_MAY_ALL =
  '{"Version":"2012-10-17","Statement":[{"Sid":"Root","Effect":"Allow","Principal":{"AWS":"arn:${data.aws_partition.p.partition}:iam::${data.aws_caller_identity.me.account_id}:root"},"Action":"kms:*","Resource":"*"}]}';

function keyAndBucket(name: string, protect = false): StackJson & { resource: Blocks } {
  const lifecycle = { prevent_destroy: protect };
  return {
    data: { aws_caller_identity: { me: {} }, aws_partition: { p: {} } },
    resource: {
      aws_s3_bucket_policy: {
        policy: {
          bucket: "${aws_s3_bucket.bucket.bucket}",
          policy:
            '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"${aws_s3_bucket.bucket.arn}/$${aws:username}","Condition":{"Bool":{"aws:SecureTransport":"false"}}}]}',
          depends_on: ["aws_s3_bucket_versioning.versioning"],
        },
      },
      aws_s3_bucket_versioning: {
        versioning: {
          bucket: "${aws_s3_bucket.bucket.bucket}",
          versioning_configuration: { status: "Enabled" },
        },
      },
      aws_s3_bucket: { bucket: { bucket: name, tags: { a: "1" }, lifecycle } },
      aws_kms_alias: { alias: { name: `alias/${name}`, target_key_id: "${aws_kms_key.key.key_id}" } },
      aws_kms_key: {
        key: {
          description: "test",
          policy: ROOT_MAY_ALL,
          enable_key_rotation: true,
          rotation_period_in_days: 100,
          deletion_window_in_days: 7,
          lifecycle,
        },
      },
    },
    output: {
      key_arn: { value: "${aws_kms_key.key.arn}" },
      all: { value: { bucket: "${aws_s3_bucket.bucket.arn}" }, sensitive: true },
    },
  };
}

function outputText(
  outputs: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  stack: string,
  name: string,
) {
  return String(outputs[stack]?.[name]);
}

describe("apply", () => {
  const clients = testClients();
  const folder = useTempDir();

  it("creates in dependency order, changes nothing the second time, and gives all outputs", async () => {
    const stack = new TestStack(folder());
    stack.write(keyAndBucket(stack.name));
    const first = await stack.apply();
    expect(first.changes.map(({ address }) => address)).toEqual([
      "aws_s3_bucket.bucket",
      "aws_s3_bucket_versioning.versioning",
      "aws_s3_bucket_policy.policy",
      "aws_kms_key.key",
      "aws_kms_alias.alias",
    ]);
    expect(new Set(first.changes.map(({ action }) => action))).toEqual(new Set(["created"]));
    expect(first.outputs).toEqual({
      [stack.name]: {
        key_arn: expect.stringMatching(/^arn:aws:kms:eu-central-1:\d{12}:key\/[0-9a-f-]{36}$/),
        all: { bucket: `arn:aws:s3:::${stack.name}` },
      },
    });
    const second = await stack.apply();
    expect(new Set(second.changes.map(({ action }) => action))).toEqual(new Set(["unchanged"]));
    expect(second.outputs).toEqual(first.outputs);
    await stack.destroy();
  });

  it("resolves references inside policy text before it is sent", async () => {
    const stack = new TestStack(folder());
    const { outputs } = await stack.write(keyAndBucket(stack.name)).apply();
    const KeyId = outputText(outputs, stack.name, "key_arn");
    const { Policy = "" } = await clients.kms.send(new GetKeyPolicyCommand({ KeyId, PolicyName: "default" }));
    expect(JSON.parse(Policy).Statement[0].Principal.AWS).toMatch(/^arn:aws:iam::\d{12}:root$/);
    await stack.destroy();
  });

  it("repairs what someone else has changed or removed", async () => {
    const stack = new TestStack(folder());
    const { outputs } = await stack.write(keyAndBucket(stack.name)).apply();
    const KeyId = outputText(outputs, stack.name, "key_arn");
    await clients.kms.send(new EnableKeyRotationCommand({ KeyId, RotationPeriodInDays: 200 }));
    await clients.s3.send(new DeleteBucketPolicyCommand({ Bucket: stack.name }));
    expect(actions((await stack.apply()).changes)).toEqual({
      "aws_s3_bucket.bucket": "unchanged",
      "aws_s3_bucket_versioning.versioning": "unchanged",
      "aws_s3_bucket_policy.policy": "created",
      "aws_kms_key.key": "updated",
      "aws_kms_alias.alias": "unchanged",
    });
    expect(new Set(Object.values(actions((await stack.apply()).changes)))).toEqual(new Set(["unchanged"]));
    await stack.destroy();
  });

  it("updates in place, replaces what cannot, and removes what was dropped", async () => {
    const stack = new TestStack(folder());
    const json = keyAndBucket(stack.name);
    await stack.write(json).apply();
    const { aws_s3_bucket_policy: _dropped, ...kept } = json.resource;
    const resource = {
      ...kept,
      aws_s3_bucket: { bucket: { bucket: stack.name, tags: { b: "2" } } },
      aws_kms_alias: { alias: { name: `alias/${stack.name}-new`, target_key_id: "${aws_kms_key.key.arn}" } },
    };
    const { changes } = await stack.write({ ...json, resource, defaultTags: { team: "x" } }).apply();
    expect(actions(changes)).toEqual({
      "aws_s3_bucket.bucket": "updated",
      "aws_s3_bucket_versioning.versioning": "unchanged",
      "aws_kms_key.key": "updated",
      "aws_kms_alias.alias": "replaced",
      "aws_s3_bucket_policy.policy": "removed",
    });
    expect(new Set(Object.values(actions((await stack.apply()).changes)))).toEqual(new Set(["unchanged"]));
    await stack.destroy();
  });

  it.each([
    ["a resource type", { aws_ebs_volume: { t: { name: "x" } } }, "aws_ebs_volume.t has a type"],
    [
      "an attribute",
      { aws_kms_key: { k: { policy: "{}", custom_key_store_id: "x" } } },
      "custom_key_store_id",
    ],
    [
      "a nested attribute",
      {
        aws_s3_bucket_versioning: {
          v: { bucket: "x", versioning_configuration: [{ status: "Enabled", mfa_delete: "Enabled" }] },
        },
      },
      "mfa_delete",
    ],
  ])("fails at %s that is not mapped, before anything is created", async (_what, resource: Blocks, named) => {
    const stack = new TestStack(folder());
    stack.write({ resource: { aws_s3_bucket: { b: { bucket: stack.name } }, ...resource } });
    await expect(stack.apply()).rejects.toThrow(named);
    await expect(clients.s3.send(new HeadBucketCommand({ Bucket: stack.name }))).rejects.toThrow();
  });

  it("fails at an attribute of another resource that it does not know", async () => {
    const stack = new TestStack(folder());
    const resource = {
      aws_s3_bucket: { b: { bucket: stack.name } },
      aws_s3_bucket_versioning: {
        v: { bucket: "${aws_s3_bucket.b.website_endpoint}", versioning_configuration: { status: "Enabled" } },
      },
    };
    await expect(stack.write({ resource }).apply()).rejects.toThrow("aws_s3_bucket.b.website_endpoint");
    await stack.destroy();
  });

  it.each(["http://10.0.0.1:4566", "https://kms.eu-central-1.amazonaws.com"])(
    "fails at the endpoint %s without a request",
    async (endpoint) => {
      const stack = new TestStack(folder());
      stack.write(keyAndBucket(stack.name));
      await expect(applyStack({ ...stack.options, endpoint })).rejects.toThrow("only talk to loopback");
      await expect(destroyStack({ ...stack.options, endpoint })).rejects.toThrow("only talk to loopback");
    },
  );

  it("writes outputs that only their owner can read", async () => {
    const file = join(folder(), "outputs.json");
    writeOutputs(file, { s: { secret: "x" } });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(file, "utf8"))).toEqual({ s: { secret: "x" } });
  });
});

describe("destroy", () => {
  const clients = testClients();
  const folder = useTempDir();

  it("fails where prevent_destroy protects, naming what, and removes nothing", async () => {
    const stack = new TestStack(folder());
    await stack.write(keyAndBucket(stack.name, true)).apply();
    await expect(stack.destroy()).rejects.toThrow(
      "prevent_destroy protects aws_s3_bucket.bucket, aws_kms_key.key; nothing was removed",
    );
    expect(new Set(Object.values(actions((await stack.apply()).changes)))).toEqual(new Set(["unchanged"]));
    await stack.write(keyAndBucket(stack.name)).destroy();
  });

  it("fails to replace what prevent_destroy protects", async () => {
    const stack = new TestStack(folder());
    await stack.write(keyAndBucket(stack.name, true)).apply();
    const { resource, ...rest } = keyAndBucket(stack.name, true);
    const moved = { bucket: { bucket: `${stack.name}-new`, lifecycle: { prevent_destroy: true } } };
    await expect(
      stack.write({ ...rest, resource: { ...resource, aws_s3_bucket: moved } }).apply(),
    ).rejects.toThrow("aws_s3_bucket.bucket would be replaced, but prevent_destroy protects it");
    await stack.write(keyAndBucket(stack.name)).destroy();
  });

  it("empties buckets, removes everything else, and leaves the key pending deletion", async () => {
    const stack = new TestStack(folder());
    const { outputs } = await stack.write(keyAndBucket(stack.name)).apply();
    const object = { Bucket: stack.name, Key: "k" };
    for (const Body of ["1", "2"]) await clients.s3.send(new PutObjectCommand({ ...object, Body }));
    await clients.s3.send(new DeleteObjectCommand(object));
    await clients.s3.send(new CreateMultipartUploadCommand(object));

    const removed = await stack.destroy();
    expect(removed.filter(({ remark }) => remark !== undefined)).toEqual([
      {
        address: "aws_kms_key.key",
        action: "left",
        remark: expect.stringMatching(/^pending deletion until \d{4}-\d{2}-\d{2}$/),
      },
      {
        address: "aws_s3_bucket.bucket",
        action: "removed",
        remark: "emptied: 3 object versions and 1 unfinished uploads",
      },
    ]);
    await expect(clients.s3.send(new HeadBucketCommand({ Bucket: stack.name }))).rejects.toThrow();
    const KeyId = outputText(outputs, stack.name, "key_arn");
    const { KeyMetadata } = await clients.kms.send(new DescribeKeyCommand({ KeyId }));
    expect(KeyMetadata?.KeyState).toBe("PendingDeletion");
    expect(await stack.destroy()).toEqual([]);
  });
});
