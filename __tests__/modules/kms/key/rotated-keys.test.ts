import { RotatedKeys, type RotatedKeysProps } from "../../../../modules/kms";
import "../../../../tools/policy-check/jest-matchers";
import { judged, roleArn, testRole } from "../../../helpers/kms/kms";
import { ENVIRONMENT } from "../../../helpers/processes/environment";

const withKeys = (props: Partial<RotatedKeysProps> = {}) =>
  judged((stack) => {
    const keys = new RotatedKeys(stack, "keys", {
      description: "x",
      policy: { env: ENVIRONMENT },
      origin: "EXTERNAL",
      alias: "alias/app",
      versions: ["2026-01", "2026-07"],
      current: "2026-07",
      ...props,
    });
    const role = testRole(stack);
    keys.grantEncrypt(role);
    keys.grantDecrypt(role);
  });

describe("RotatedKeys", () => {
  it("is one enabled key for each version; the alias stands for the current one", () => {
    const { json } = withKeys();
    const keys = json.resources("aws_kms_external_key");
    expect(Object.keys(keys)).toEqual([
      expect.stringContaining("2026-01"),
      expect.stringContaining("2026-07"),
    ]);
    for (const key of Object.values(keys)) expect(key).not.toHaveProperty("enabled");
    expect(json.resource("aws_kms_alias").target_key_id).toMatch(
      /^\$\{aws_kms_external_key\.keys_2026-07_.*\.id\}$/,
    );
  });

  it("changes nothing but the alias when another version becomes current, for those who decrypt", () => {
    const target = (current: string) => withKeys({ current }).json.resource("aws_kms_alias").target_key_id;
    expect(target("2026-01")).toMatch(/2026-01/);
    const keys = (current: string) =>
      Object.keys(withKeys({ current }).json.resources("aws_kms_external_key"));
    expect(keys("2026-01")).toEqual(keys("2026-07"));
  });

  it("lets new data be made with the current key only, and old data be read with all", async () => {
    const { policies } = withKeys();
    const principal = { kind: "role", arn: roleArn() } as const;
    const [old = "", current = ""] = Object.keys(policies.keys);
    expect(policies.keys[current]).toEqual(["alias/app"]);
    await expect(policies).toAllow({ principal, action: "kms:GenerateDataKey", resource: current });
    await expect(policies).toDeny({ principal, action: "kms:GenerateDataKey", resource: old });
    await expect(policies).toAllow({ principal, action: "kms:Decrypt", resource: old });
    await expect(policies).toAllow({ principal, action: "kms:Decrypt", resource: current });
  });

  it("takes an alias that only Terraform knows", () => {
    expect(() => withKeys({ alias: "${TfToken[TOKEN.0]}" })).not.toThrow("alias must");
  });

  it.each<[string, Partial<RotatedKeysProps>, string]>([
    [
      "a current version that there is not",
      { current: "2027" },
      "current must be one of 2026-01, 2026-07, got 2027",
    ],
    ["a version twice", { versions: ["a", "a"], current: "a" }, "versions must not repeat, got a, a"],
    [
      "a version that is no id",
      { versions: ["a/b"], current: "a/b" },
      "versions must be letters, digits and dashes, got 'a/b'",
    ],
    ["an alias that is none", { alias: "x" }, "alias must start with 'alias/', got 'x'"],
  ])("fails on %s", (_, props, problem) => {
    expect(() => withKeys(props)).toThrow(`invalid configuration at 'test/keys':\n  - ${problem}`);
  });
});
