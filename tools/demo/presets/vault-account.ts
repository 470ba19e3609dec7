import { randomBytes } from "node:crypto";
import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { OUTPUT } from "../../../presets/common/pair/outputs";
import { type SourceOutput, VAULT_OUTPUT } from "../../../presets/vault-account/outputs";
import { emulatorClients } from "../../emulator/clients";
import type { Place, PresetDemo, Summary } from "../preset-demo";
import * as show from "../show";

export const vaultAccountDemo: PresetDemo = {
  title: "copies of two accounts in the bucket of a third one, locked",
  configFile: "examples/vault-account.yaml",
  use,
};

const NAME = "etcd/2026-11-28T180000Z.tar.gz.kms";

async function use({ outputs, env }: Place): Promise<Summary> {
  const sources = Object.values(outputs[VAULT_OUTPUT.sources] as Record<string, SourceOutput>);
  const keyArn = String(outputs[OUTPUT.keyArn]);
  const done: [string, string][] = [];
  for (const { account_id: account, bucket, prefix, region, writer } of sources) {
    show.step(`Add a copy from account ${account}, as its role ${writer?.roles.join(", ")} would`);
    const endpoint = String(env.AWS_ENDPOINT_URL);
    const s3 = emulatorClients(endpoint, region, account).s3In(region);
    const key = `${prefix}${NAME}`;
    const content = randomBytes(1024);
    show.command(`aws s3api put-object --bucket ${bucket} --key ${key} --if-none-match '*' --body FILE`);
    const put = { Bucket: bucket, Key: key, Body: content, IfNoneMatch: "*" };
    await s3.send(new PutObjectCommand(put));
    const again = await s3.send(new PutObjectCommand(put)).then(
      () => "written",
      ({ name }: Error) => name,
    );
    if (again !== "PreconditionFailed") throw new Error(`the second upload was ${again}`);
    show.detail("a second time, it is refused");
    const read = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    const copy = Buffer.from((await read.Body?.transformToByteArray()) ?? []);
    if (!copy.equals(content) || read.SSEKMSKeyId !== keyArn)
      throw new Error("the copy is another object, or under another key");
    if (read.ObjectLockMode === undefined) throw new Error("the copy is not locked");
    show.detail(`under ${read.SSEKMSKeyId}, locked until ${read.ObjectLockRetainUntilDate?.toISOString()}`);
    done.push([account, `${key}, ${read.ObjectLockMode}`]);
  }
  return {
    created: [
      ["bucket", `${outputs[OUTPUT.bucket]}, under ${keyArn}`],
      ["administrator", String(outputs[OUTPUT.administratorRoleArn])],
    ],
    done: { heading: "Copied, the emulator judging no policy", rows: done },
    next: [["the sources' accounts", "docs/presets/vault-account.md#in-each-account-of-a-source"]],
  };
}
