import { GetObjectRetentionCommand, HeadObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { Bucket, type BucketProps } from "../../../../modules/s3";
import { emptyBucket } from "../../../../tools/emulator/empty-bucket";
import { testClients } from "../../../helpers/emulator";
import type { StackJson } from "../../../helpers/stacks/stack-json";
import { synth } from "../../../helpers/stacks/synth";
import { actions, TestStack } from "../../../helpers/stacks/test-stack";
import { useTempDir } from "../../../helpers/temp-dir";

const name = `example-lock-later-${Date.now()}`;

function stackJson(props: Partial<BucketProps>): StackJson {
  const { json } = synth(
    (stack) =>
      new Bucket(stack, "b", {
        name,
        sseS3: { on: "a test" },
        preventDestroy: { off: "a test" },
        ...props,
      }),
  );
  return { resource: json.resource } as StackJson;
}

describe("object lock of a bucket that is there", () => {
  const folder = useTempDir();
  const { s3 } = testClients();

  it("is switched on, and the bucket and what it holds stay", async () => {
    const stack = new TestStack(folder()).write(stackJson({}));
    await stack.apply();
    await s3.send(new PutObjectCommand({ Bucket: name, Key: "before", Body: "x" }));

    stack.write(stackJson({ objectLock: { mode: "GOVERNANCE", retentionInDays: 1 } }));
    const changes = Object.entries(actions((await stack.apply()).changes));
    const touched = changes.filter(([, action]) => action !== "unchanged");
    expect(touched.map(([address, action]) => [address.split(".")[0], action])).toEqual([
      ["aws_s3_bucket_object_lock_configuration", "created"],
    ]);
    await s3.send(new HeadObjectCommand({ Bucket: name, Key: "before" }));
    await s3.send(new PutObjectCommand({ Bucket: name, Key: "after", Body: "x" }));
    const { Retention } = await s3.send(new GetObjectRetentionCommand({ Bucket: name, Key: "after" }));
    expect(Retention?.Mode).toBe("GOVERNANCE");

    await emptyBucket(s3, name);
    await stack.destroy();
  });
});
