import { randomBytes } from "node:crypto";
import {
  CopyObjectCommand,
  GetBucketReplicationCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { OUTPUT } from "../../../presets/common/pair/outputs";
import { emulatorClients } from "../../emulator/clients";
import type { Place, PresetDemo, Summary } from "../preset-demo";
import * as show from "../show";

export const s3ReplicationDemo: PresetDemo = {
  title: "an object under one key, and its replica under another one in a second region",
  configFile: "examples/s3-replication.yaml",
  use,
};

const OBJECT = "2026/report.pdf";

async function use({ outputs, env }: Place): Promise<Summary> {
  const { s3In } = emulatorClients(String(env.AWS_ENDPOINT_URL), String(outputs[OUTPUT.region]));
  const bucket = String(outputs[OUTPUT.bucket]);
  const [[region, there] = ["", {}]] = Object.entries(
    outputs[OUTPUT.replicas] as Record<string, Record<string, string>>,
  );
  const replicas = String(there[OUTPUT.bucket]);
  const first = s3In(String(outputs[OUTPUT.region]));
  const second = s3In(region);

  show.step("Write an object, and look at its key");
  show.command(`aws s3 cp report.pdf s3://${bucket}/${OBJECT}`);
  const content = randomBytes(1024);
  await first.send(new PutObjectCommand({ Bucket: bucket, Key: OBJECT, Body: content }));
  const written = await first.send(new HeadObjectCommand({ Bucket: bucket, Key: OBJECT }));
  show.detail(`under ${written.SSEKMSKeyId}`);

  show.step("Read its replica");
  const { ReplicationConfiguration } = await first.send(new GetBucketReplicationCommand({ Bucket: bucket }));
  const [rule] = ReplicationConfiguration?.Rules ?? [];
  if (rule?.Destination?.Bucket !== `arn:aws:s3:::${replicas}`)
    throw new Error("the replication goes elsewhere");
  show.detail("the emulator keeps the replication, and copies nothing: here the demo does what S3 would do");
  await second.send(
    new CopyObjectCommand({ Bucket: replicas, Key: OBJECT, CopySource: `${bucket}/${OBJECT}` }),
  );
  show.command(`aws s3 cp s3://${replicas}/${OBJECT} report.pdf --region ${region}`);
  const read = await second.send(new GetObjectCommand({ Bucket: replicas, Key: OBJECT }));
  const replica = Buffer.from((await read.Body?.transformToByteArray()) ?? []);
  show.detail(`under ${read.SSEKMSKeyId}`);
  if (!replica.equals(content) || read.SSEKMSKeyId !== there[OUTPUT.keyArn])
    throw new Error("the replica is another object, or under another key");
  return {
    created: [
      ["bucket", `${bucket}, under ${outputs[OUTPUT.keyArn]}`],
      ["replicas", `${replicas}, under ${there[OUTPUT.keyArn]}`],
      ["role of S3", String(outputs[OUTPUT.replicationRoleArn])],
    ],
    done: {
      heading: "Written and read",
      rows: [["replica", `the same ${content.length} bytes, under its own key`]],
    },
    next: [["two accounts", "docs/presets/s3-replication.md#in-two-accounts"]],
  };
}
