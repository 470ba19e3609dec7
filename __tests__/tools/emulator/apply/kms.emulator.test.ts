import { DescribeKeyCommand, ListGrantsCommand } from "@aws-sdk/client-kms";
import { Grant, Key, MultiRegionKey, RotatedKeys } from "../../../../modules/kms";
import { testClients } from "../../../helpers/emulator";
import { testRole } from "../../../helpers/kms/kms";
import { ENVIRONMENT } from "../../../helpers/processes/environment";
import type { StackJson } from "../../../helpers/stacks/stack-json";
import { synth } from "../../../helpers/stacks/synth";
import { actions, TestStack } from "../../../helpers/stacks/test-stack";
import { useTempDir } from "../../../helpers/temp-dir";

/** LocalStack's own account: it refuses principals of other accounts in no way, but shows its own. */
const policy = { env: { ...ENVIRONMENT, accountId: "000000000000" } } as const;
const full = { ...policy, root: { full: "a test" } } as const;
const preventDestroy = { off: "a test" } as const;
const GRANTEE = "arn:aws:iam::000000000000:role/app";

function stackOf(build: Parameters<typeof synth>[0]): StackJson {
  const { json } = synth(build);
  return { resource: json.resource } as StackJson;
}

describe("KMS constructs on the emulator", () => {
  const folder = useTempDir();

  it.each<[string, Parameters<typeof synth>[0]]>([
    [
      "keys of other kinds",
      (stack) => {
        const common = { description: "x", policy, preventDestroy };
        new Key(stack, "rsa", {
          ...common,
          keySpec: "RSA_2048",
          keyUsage: "SIGN_VERIFY",
          aliases: [`alias/${Date.now()}-rsa`],
        });
        new Key(stack, "hmac", { ...common, keySpec: "HMAC_256" });
        new Key(stack, "agree", { ...common, keySpec: "ECC_NIST_P256", keyUsage: "KEY_AGREEMENT" });
        new Key(stack, "off", { ...common, rotation: { off: "a test" }, enabled: false });
        new Key(stack, "elsewhere", { ...common, region: "eu-west-1" });
      },
    ],
    [
      "a key, its replicas, aliases and grants",
      (stack) => {
        new MultiRegionKey(stack, "keys", {
          description: "x",
          policy: full,
          preventDestroy,
          replicas: { "eu-west-1": {}, "us-east-1": { tags: { a: "b" } } },
          aliases: [`alias/${Date.now()}-multi`],
          grants: {
            reader: {
              granteePrincipal: GRANTEE,
              operations: ["Decrypt", "DescribeKey"],
              encryptionContextSubset: { a: "b" },
            },
          },
        });
      },
    ],
    [
      "keys for imported material, rotated by hand",
      (stack) => {
        const keys = new RotatedKeys(stack, "keys", {
          description: "x",
          policy,
          preventDestroy,
          origin: "EXTERNAL",
          alias: `alias/${Date.now()}-rotated`,
          versions: ["one", "two"],
          current: "two",
        });
        keys.grantEncrypt(testRole(stack, `role-${Date.now()}`));
      },
    ],
  ])("%s are created, stay unchanged, and are removed", async (_, build) => {
    const stack = new TestStack(folder()).write(stackOf(build));
    const outcome = async () => new Set(Object.values(actions((await stack.apply()).changes)));
    expect(await outcome()).toEqual(new Set(["created"]));
    expect(await outcome()).toEqual(new Set(["unchanged"]));
    await stack.destroy();
  });

  it("make a grant that the service shows, and replace it when it changes", async () => {
    const stack = new TestStack(folder());
    const withGrant = (operations: readonly ["Decrypt"] | readonly ["Encrypt"]) =>
      stackOf((scope) => {
        const key = new Key(scope, "key", { description: "x", policy: full, preventDestroy });
        new Grant(scope, "grant", { key, granteePrincipal: GRANTEE, operations });
      });
    await stack.write(withGrant(["Decrypt"])).apply();
    const changes = actions((await stack.write(withGrant(["Encrypt"])).apply()).changes);
    expect(Object.entries(changes).find(([address]) => address.startsWith("aws_kms_grant"))?.[1]).toBe(
      "replaced",
    );
    await stack.destroy();
  });

  it("leave a key for imported material waiting for it", async () => {
    const stack = new TestStack(folder());
    const json = stackOf((scope) => {
      new Key(scope, "key", { description: "x", policy, preventDestroy, origin: "EXTERNAL" });
    });
    const [name = ""] = Object.keys(json.resource?.aws_kms_external_key ?? {});
    const output = { id: { value: `\${aws_kms_external_key.${name}.id}` } };
    const { outputs } = await stack.write({ ...json, output }).apply();
    const KeyId = String(outputs[stack.name]?.id);
    const { KeyMetadata } = await testClients().kms.send(new DescribeKeyCommand({ KeyId }));
    expect(KeyMetadata).toMatchObject({ Origin: "EXTERNAL", KeyState: "PendingImport", Enabled: false });
    expect((await testClients().kms.send(new ListGrantsCommand({ KeyId }))).Grants).toEqual([]);
    await stack.destroy();
  });
});
