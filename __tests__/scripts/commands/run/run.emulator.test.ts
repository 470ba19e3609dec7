import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CreateKeyCommand } from "@aws-sdk/client-kms";
import { CreateBucketCommand } from "@aws-sdk/client-s3";
import { CreateTopicCommand } from "@aws-sdk/client-sns";
import { firstMessage } from "../../../../tools/demo/told";
import { emulatorEndpoint, testClients } from "../../../helpers/emulator";
import { startCli } from "../../../helpers/processes/cli-process";
import { useTempDir } from "../../../helpers/temp-dir";

describe("sealstack run, as a process", () => {
  const dir = useTempDir();

  it("runs itself for each step, with the settings of the file", async () => {
    const { kms, s3 } = testClients();
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
    const Bucket = `run-${Date.now()}`;
    await s3.send(
      new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: "eu-central-1" } }),
    );
    mkdirSync(join(dir(), "data"));
    writeFileSync(join(dir(), "data", "a.txt"), "hello");
    const config = join(dir(), "backup.yaml");
    writeFileSync(
      config,
      `
defaults: { bucket: ${Bucket}, key: "${KeyMetadata?.Arn}", endpointUrl: "${emulatorEndpoint()}" }
targets:
  files: { path: ${join(dir(), "data")}, prefix: x/, drill: { every: 7d, checkCommand: "test -f a.txt" } }
  program: { program: [sh, -c, "echo said; exit \${CODE:-0}"], prefix: x/ }
`,
      { mode: 0o600 },
    );
    const common = ["run", "--config", config, "--state-dir", join(dir(), "state")];
    const first = await startCli(common, { env: { CODE: "3" } }).ended;
    expect(first.stderr).toBe("");
    expect(first.stdout).toMatch(/^files +backup +ok +x\/files-/m);
    expect(first.stdout).toMatch(/^files +drill +ok/m);
    expect(first.stdout).toMatch(/^program +backup +failed \(13\) +'sh' failed with exit status 3/m);
    expect(first.status).toBe(17);
    const second = await startCli([...common, "--json"]).ended;
    expect(second.status).toBe(0);
    expect(JSON.parse(second.stdout).steps.map(({ outcome }: { outcome: string }) => outcome)).toEqual([
      "not due",
      "not due",
      "ok",
    ]);
    const { steps } = JSON.parse(readFileSync(join(dir(), "state", "targets", "files.json"), "utf8"));
    expect(steps.backup.bytes).toBeGreaterThan(500);
  });

  it("publishes a failure to a topic, whose region is that of its ARN", async () => {
    const { sns } = testClients();
    const { TopicArn = "" } = await sns.send(new CreateTopicCommand({ Name: `run-${Date.now()}` }));
    const config = join(dir(), "backup.yaml");
    writeFileSync(
      config,
      `targets: { files: { path: none, prefix: x/, bucket: b, key: alias/a, endpointUrl: "${emulatorEndpoint()}", notify: { sns: { topicArn: "${TopicArn}" } } } }`,
      { mode: 0o600 },
    );
    const argv = ["run", "--config", config, "--state-dir", join(dir(), "state")];
    const env = { AWS_REGION: "us-west-2", AWS_ENDPOINT_URL: "" };
    const message = await firstMessage(sns, TopicArn, async () => {
      const { status, stderr } = await startCli(argv, { env }).ended;
      expect({ status, stderr }).toEqual({ status: 17, stderr: "" });
    });
    expect(message).toContain("backup of files on");
    expect(message).toContain("failed with exit status 3");
  });
});
