import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { OUTPUT } from "../../../presets/public-encryption/outputs";
import { sealstackProcess } from "../../helpers/processes/cli";
import { deployPreset } from "../../helpers/stacks/preset-stack";
import { useTempDir } from "../../helpers/temp-dir";

const YAML = `
stacks:
  used-public-encryption:
    preset: public-encryption
    region: eu-central-1
    key: { alias: alias/used-public-encryption, preventDestroy: false }
`;

describe("public-encryption, applied", () => {
  const dir = useTempDir();
  const path = (name: string): string => join(dir(), name);

  it("opens through KMS what somebody encrypted who has its public key and nothing else", async () => {
    const { "used-public-encryption": stack } = await deployPreset(dir(), YAML);
    const outputs = ["--outputs", stack?.outputsFile ?? ""];
    const arn = String(stack?.outputs[OUTPUT.keyArn]);
    const run = (env: NodeJS.ProcessEnv, ...argv: string[]): void => {
      const { status, stderr } = sealstackProcess(argv, { env });
      expect([status, stderr]).toEqual([0, ""]);
    };
    writeFileSync(path("report"), "a report of more than nothing");
    run(process.env, "public-key", ...outputs, "--out", path("pem"));
    const context = ["--context", "purpose=intake"];
    const key = ["--public-key", path("pem"), "--key", arn];
    // No region, no credentials, no endpoint that answers.
    const offline = {
      AWS_ENDPOINT_URL: "http://127.0.0.1:1",
      AWS_EC2_METADATA_DISABLED: "true",
      HOME: dir(),
    };
    run(offline, "encrypt", ...key, ...context, "--in", path("report"), "--out", path("sealed"));
    run(process.env, "decrypt", ...outputs, ...context, "--in", path("sealed"), "--out", path("opened"));
    expect(readFileSync(path("opened"), "utf8")).toBe("a report of more than nothing");
  });
});
