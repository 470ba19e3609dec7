import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { sealstack } from "../../../helpers/processes/cli";
import { useTempDir } from "../../../helpers/temp-dir";

const KEY = "arn:aws:kms:eu-central-1:111122223333:key/mrk-00000000000040008000000000000001";
const OUTPUTS = {
  states: {
    region: "eu-central-1",
    key_arn: KEY,
    bucket: "example-states",
    replicas: { "eu-west-1": { key_arn: KEY.replace("eu-central-1", "eu-west-1") } },
  },
};

describe("tofu-key-provider print", () => {
  const dir = useTempDir();
  const print = async (...flags: readonly string[]) => {
    const file = join(dir(), "outputs.json");
    writeFileSync(file, JSON.stringify(OUTPUTS));
    const argv = [
      "tofu-key-provider",
      "print",
      "--outputs",
      file,
      "--state",
      "network/vpc.tfstate",
      ...flags,
    ];
    const { status, stdout, stderr } = await sealstack(argv, { env: {} });
    expect([status, stderr]).toEqual([0, ""]);
    return stdout.toString();
  };

  it("prints both blocks from a stack's outputs, with the regions of its replicas", async () => {
    const text = await print();
    expect(text).toContain(`        "--key", "${KEY}",
        "--fallback-region", "eu-west-1",
        "--state", "network/vpc.tfstate",
      ]`);
    expect(text).toContain(`  backend "s3" {
    bucket               = "example-states"
    key                  = "network/vpc.tfstate"
    workspace_key_prefix = "network/env:"
    region               = "eu-central-1"
    encrypt              = true
    kms_key_id           = "${KEY}"
    use_lockfile         = true
  }`);
  });

  it("begins in the second region when that is asked for, and falls back to the first", async () => {
    const text = await print("--block", "encryption", "--region", "eu-west-1");
    expect(text).toContain(`"--key", "${KEY.replace("eu-central-1", "eu-west-1")}"`);
    expect(text).toContain(`"--fallback-region", "eu-central-1"`);
    expect(text).not.toContain("backend");
  });

  it("prints OpenTofu's own provider", async () => {
    expect(
      await print("--block", "encryption", "--key-provider", "aws_kms"),
    ).toContain(`      kms_key_id = "${KEY}"
      region     = "eu-central-1"
      key_spec   = "AES_256"`);
  });

  it("gives both to programs", async () => {
    const data = JSON.parse(await print("--json")) as Record<string, string>;
    expect(Object.keys(data)).toEqual(["encryption", "backend"]);
  });

  it("says what is missing", async () => {
    const { status, stderr } = await sealstack(["tofu-key-provider", "print", "--key", KEY, "--state", "a"], {
      env: {},
    });
    expect(status).toBe(2);
    expect(stderr).toContain("no bucket is given");
  });
});
