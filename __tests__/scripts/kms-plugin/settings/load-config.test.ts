import { loadConfig } from "../../../../scripts/kms-plugin/settings/load-config";

const KEY = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

describe("the plugin's configuration, from outputs", () => {
  it("fails on a stack that is not of the preset, and says which it takes", async () => {
    await expect(loadConfig({}, { outputs: { key_arn: KEY } } as never)).rejects.toMatchObject({
      message: "the stack has no output kms_plugin, and --key names no key",
      hint: "name a stack of the preset kubernetes-kms, or the key with --key and --listen",
    });
  });

  it("takes a key by flag, whatever the outputs are", async () => {
    const { keys } = await loadConfig(
      { key: [KEY], listen: ["/tmp/kms.sock"] } as never,
      { outputs: { key_arn: KEY } } as never,
    );
    expect(JSON.stringify(keys)).toContain(KEY);
  });
});
