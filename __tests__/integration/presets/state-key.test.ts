import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { GetObjectCommand, HeadObjectCommand, ListObjectVersionsCommand } from "@aws-sdk/client-s3";
import { OUTPUT } from "../../../presets/state-key/outputs";
import { testClients } from "../../helpers/emulator";
import { sealstack } from "../../helpers/processes/cli";
import { deployPreset } from "../../helpers/stacks/preset-stack";
import { useTempDir } from "../../helpers/temp-dir";
import { SECRET, useTofu } from "../../helpers/tofu";

const YAML = `
stacks:
  used-states:
    preset: state-key
    region: eu-central-1
    key: { alias: alias/used-states, preventDestroy: false, multiRegion: true, replicaRegions: [eu-west-1], allowAwsKmsProvider: true }
    bucket: { preventDestroy: false }
`;

describe("state-key, applied", () => {
  const dir = useTempDir();
  const tofuIn = useTofu();
  const { s3 } = testClients();

  it("keeps OpenTofu's states in its bucket, locked and encrypted twice, by the blocks that it prints", async () => {
    const { "used-states": stack } = await deployPreset(dir(), YAML);
    const { outputs = {}, outputsFile = "" } = stack ?? {};
    const Bucket = String(outputs[OUTPUT.bucket]);
    const tofu = tofuIn(dir());
    // The emulator has one address for all buckets, and no instance metadata; AWS needs no line of it.
    const backend = String(outputs[OUTPUT.backend]).replace(
      "use_lockfile         = true",
      "use_lockfile         = true\n    use_path_style       = true",
    );
    writeFileSync(join(tofu.dir, "backend.tf"), backend);
    tofu.encryption(String(outputs[OUTPUT.encryption]));
    const succeeds = async (...argv: readonly string[]) => {
      const { status, text } = await tofu.run(argv);
      expect([status, status === 0 ? "" : text]).toEqual([0, ""]);
      return text;
    };
    await succeeds("init");
    await succeeds("apply", "-auto-approve");
    expect(await succeeds("output", "-raw", "secret")).toBe(SECRET);

    const object = { Bucket, Key: "states/terraform.tfstate" };
    const { ServerSideEncryption, SSEKMSKeyId } = await s3.send(new HeadObjectCommand(object));
    expect({ ServerSideEncryption, SSEKMSKeyId }).toEqual({
      ServerSideEncryption: "aws:kms",
      SSEKMSKeyId: outputs[OUTPUT.keyArn],
    });
    const { Body } = await s3.send(new GetObjectCommand(object));
    const stored = (await Body?.transformToString()) ?? "";
    expect(stored).toContain('"encryption_version":"v0"');
    expect(stored).not.toContain(SECRET);
    // The lock was there, and was taken away.
    const { DeleteMarkers = [], Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
    expect(DeleteMarkers.some(({ Key }) => Key === "states/terraform.tfstate.tflock")).toBe(true);
    expect(Versions.some(({ Key, IsLatest }) => Key?.endsWith(".tflock") && IsLatest)).toBe(false);

    // Who may not write plans without a lock.
    await succeeds("plan", "-lock=false");
    // Another state, by the command.
    const { status, stdout } = await sealstack([
      ...["tofu-key-provider", "print", "--outputs", outputsFile, "--state", "states/shop.tfstate"],
      ...["--block", "encryption"],
    ]);
    expect(status).toBe(0);
    expect(stdout.toString()).toBe(
      String(outputs[OUTPUT.encryption]).replace("states/terraform.tfstate", "states/shop.tfstate"),
    );
    expect(String(outputs[OUTPUT.encryptionAwsKms])).toContain(String(outputs[OUTPUT.keyArn]));
  });
});
