import { kubernetesKmsSchema } from "../../../presets/kubernetes-kms";

const MINIMAL = { preset: "kubernetes-kms", region: "eu-central-1" };
const ANCHOR =
  "arn:aws:rolesanywhere:eu-central-1:111122223333:trust-anchor/00000000-0000-4000-8000-000000000001";

/** Problems of a configuration: path and message. */
function problems(config: object): string[] {
  const issues = kubernetesKmsSchema.safeParse({ ...MINIMAL, ...config }).error?.issues ?? [];
  return issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
}

describe("kubernetes-kms configuration", () => {
  it("has the defaults that the documentation states", () => {
    expect(kubernetesKmsSchema.parse(MINIMAL)).toEqual({
      ...MINIMAL,
      tags: {},
      roles: { path: "/" },
      key: {
        alias: "alias/K8sKMSKey",
        rotationPeriodInDays: 365,
        deletionWindowInDays: 30,
        rootStatement: "manage",
        previousKeyArns: [],
        preventDestroy: true,
      },
      plugin: { listen: "/var/run/kmsplugin/socket.sock", encryptionContext: {}, keyBy: "arn" },
      controlPlane: { trust: [{ type: "ec2" }] },
      administrator: { trust: [{ type: "mfa", maxAgeSeconds: 3600 }], maxSessionDuration: 3600 },
    });
  });

  it.each([
    ["a=b", "x"],
    ["a,b", "x"],
    ["", "x"],
    ["a", ""],
    ["a", "x=y"],
    ["a", "${aws:username}"],
    ["a", "*"],
  ])("fails on the encryption context '%s' with the value '%s'", (name, value) => {
    expect(problems({ plugin: { encryptionContext: { [name]: value } } })).toHaveLength(1);
  });

  it.each(["socket.sock", "/", "/a/../b c", `/${"a".repeat(107)}`])("fails on the socket '%s'", (listen) => {
    expect(problems({ plugin: { listen } })).toHaveLength(1);
  });

  it("wants a reason for a root statement that includes decryption, whatever else is wrong", () => {
    expect(problems({ region: "mars", key: { rootStatement: "full" } })).toEqual([
      expect.stringMatching(/^region: /),
      "key.rootStatement: 'full' needs a rootStatementReason beside it, got none",
    ]);
    expect(problems({ key: { rootStatement: "full", rootStatementReason: "break-glass" } })).toEqual([]);
  });

  it("takes certificates of named hosts only", () => {
    const trust = (commonNames: readonly string[], trustAnchorArn = ANCHOR) =>
      problems({ controlPlane: { trust: [{ type: "rolesAnywhere", trustAnchorArn, commonNames }] } });
    expect(trust(["node-1", "node-2.example.org"])).toEqual([]);
    expect(trust([])).toHaveLength(1);
    expect(trust(["node-*"])).toEqual([
      "controlPlane.trust.0.commonNames.0: must be a name of letters, digits and '._-', got 'node-*'",
    ]);
    expect(trust(["node-1"], ANCHOR.replace("trust-anchor", "profile"))).toEqual([
      expect.stringContaining("must be the ARN of a trust anchor of IAM Roles Anywhere"),
    ]);
  });

  it("fails on people as control plane, and on nodes as administrators", () => {
    expect(problems({ controlPlane: { trust: [{ type: "mfa" }] } })).toHaveLength(1);
    expect(problems({ administrator: { trust: [{ type: "ec2" }] } })).toHaveLength(1);
  });
});
