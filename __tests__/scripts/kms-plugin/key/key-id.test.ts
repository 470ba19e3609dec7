import { type KeyState, keyId, keyPart, keyPartOf } from "../../../../scripts/kms-plugin/key/key-id";

const A: KeyState = {
  keyArn: "arn:aws:kms:eu-central-1:111122223333:key/a",
  materialId: "m1",
  aliasUpdated: undefined,
};
const MOVED = new Date("2026-01-01T00:00:00.123Z");

describe("key_id", () => {
  it("is the same for the same state, and holds neither ARN nor material id", () => {
    expect(keyId({ ...A })).toBe(keyId(A));
    expect(keyId(A)).toMatch(/^sealstack\.v1:[0-9a-f]{32}:[0-9a-f]{32}$/);
  });
  it.each<[string, Partial<KeyState>]>([
    ["the material", { materialId: "m2" }],
    ["knowledge of the material", { materialId: undefined }],
    ["the time of the alias", { aliasUpdated: MOVED }],
    ["the time of the alias by a millisecond", { aliasUpdated: new Date(MOVED.getTime() + 1) }],
    ["the key", { keyArn: `${A.keyArn}b` }],
  ])("changes with %s", (_what, change) => {
    expect(keyId({ ...A, ...change })).not.toBe(keyId(A));
  });
  it("tells its key", () => {
    expect(keyPartOf(keyId(A))).toBe(keyPart(A.keyArn));
    expect(keyPartOf(keyId({ ...A, materialId: "m2", aliasUpdated: MOVED }))).toBe(keyPart(A.keyArn));
  });
  it.each([
    "",
    "sealstack.v1",
    A.keyArn,
    "alias/K8sKMSKey",
    keyId(A).toUpperCase(),
    `${keyId(A)}:x`,
    `${keyId(A)}0`,
    keyId(A).replace("v1", "v2"),
    `x${keyId(A)}`,
    `${keyId(A)}\n`,
  ])("is not recognised in '%s'", (id) => {
    expect(keyPartOf(id)).toBeUndefined();
  });
});
