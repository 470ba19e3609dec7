import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { OUTPUT } from "../../../presets/signing/outputs";
import { sealstack } from "../../helpers/processes/cli";
import { deployPreset } from "../../helpers/stacks/preset-stack";
import { useTempDir } from "../../helpers/temp-dir";

const YAML = `
stacks:
  used-signing:
    preset: signing
    region: eu-central-1
    key: { alias: alias/used-signing, preventDestroy: false }
    mac: { alias: alias/used-mac, preventDestroy: false }
`;

describe("signing, applied", () => {
  const dir = useTempDir();
  const path = (name: string): string => join(dir(), name);

  async function must(...argv: string[]): Promise<void> {
    const { status, stderr } = await sealstack(argv);
    expect([status, stderr]).toEqual([0, ""]);
  }

  it("signs with the key of its outputs, and openssl verifies without AWS", async () => {
    const { "used-signing": stack } = await deployPreset(dir(), YAML);
    const outputs = ["--outputs", stack?.outputsFile ?? ""];
    writeFileSync(path("release"), "what is signed");
    await must("sign", ...outputs, "--in", path("release"), "--out", path("sig"));
    await must("public-key", ...outputs, "--out", path("pem"));
    await must("verify-signature", ...outputs, "--in", path("release"), "--signature", path("sig"));
    const openssl = ["dgst", "-sha256", "-verify", path("pem"), "-signature", path("sig"), path("release")];
    expect(execFileSync("openssl", openssl).toString()).toBe("Verified OK\n");

    const mac = ["--key", String(stack?.outputs[OUTPUT.macAlias]), "--in", path("release")];
    await must("mac", ...mac, "--out", path("mac"));
    await must("verify-mac", ...mac, "--mac", path("mac"));
  });
});
