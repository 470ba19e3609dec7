import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { EncryptCommand } from "@aws-sdk/client-kms";
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { OUTPUT } from "../../../presets/application-key/outputs";
import { testClients } from "../../helpers/emulator";
import { sealstack } from "../../helpers/processes/cli";
import { deployPreset } from "../../helpers/stacks/preset-stack";
import { useTempDir } from "../../helpers/temp-dir";

const YAML = `
stacks:
  used-application:
    preset: application-key
    region: eu-central-1
    key: { alias: alias/used-application, preventDestroy: false }
    bucket: { preventDestroy: false }
    user: { accessKey: true }
`;

/** Bytes that a bare kms:Encrypt takes. Source: KMS API Reference, `Encrypt`. */
const BARE_LIMIT = 4096;

describe("application-key, applied", () => {
  const dir = useTempDir();
  const { kms, s3 } = testClients();

  it("seals a file that a bare kms:Encrypt refuses, keeps it in its bucket, and opens it, with the user's credentials", async () => {
    const { "used-application": stack } = await deployPreset(dir(), YAML);
    const { outputs = {}, outputsFile = "" } = stack ?? {};
    const plaintext = randomBytes(BARE_LIMIT + 1);
    const bare = new EncryptCommand({ KeyId: String(outputs[OUTPUT.keyArn]), Plaintext: plaintext });
    await expect(kms.send(bare)).rejects.toThrow(/4096/);

    const path = (name: string) => join(dir(), name);
    writeFileSync(path("file"), plaintext);
    // LocalStack takes any credentials: that the user may do this is what the claims say.
    const env = {
      ...process.env,
      AWS_ACCESS_KEY_ID: String(outputs[OUTPUT.accessKeyId]),
      AWS_SECRET_ACCESS_KEY: String(outputs[OUTPUT.secretAccessKey]),
    };
    const run = async (...argv: string[]) => {
      const { status, stderr } = await sealstack(
        [...argv, "--outputs", outputsFile, "--context", "app=shop"],
        { env },
      );
      expect([status, stderr]).toEqual([0, ""]);
    };
    await run("encrypt", "--in", path("file"), "--out", path("sealed"));

    const object = { Bucket: String(outputs[OUTPUT.bucket]), Key: "data/file" };
    await s3.send(new PutObjectCommand({ ...object, Body: readFileSync(path("sealed")) }));
    expect((await s3.send(new HeadObjectCommand(object))).SSEKMSKeyId).toBe(outputs[OUTPUT.keyArn]);
    const { Body } = await s3.send(new GetObjectCommand(object));
    writeFileSync(path("fetched"), (await Body?.transformToByteArray()) ?? "");
    await run("decrypt", "--in", path("fetched"), "--out", path("opened"));
    expect(readFileSync(path("opened")).equals(plaintext)).toBe(true);
  });
});
