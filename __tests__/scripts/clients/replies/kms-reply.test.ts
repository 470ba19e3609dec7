import {
  answeredCiphertext,
  answeredDataKey,
  answeredKey,
  answeredMaterialId,
} from "../../../../scripts/clients/replies/kms-reply";

const ARN = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const MRK = "arn:aws:kms:eu-central-1:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab";
const REPLICA = MRK.replace("eu-central-1", "eu-west-1");
const ALIAS_ARN = "arn:aws:kms:eu-central-1:111122223333:alias/a";
const bad = expect.objectContaining({ name: "BadReplyError" });

describe("the key that KMS answers for", () => {
  it.each([
    ["the ARN that was asked for", ARN, ARN],
    ["the ARN of an id", ARN, "1234abcd-12ab-34cd-56ef-1234567890ab"],
    ["any key of the region behind an alias", ARN, "alias/a"],
    ["any key of the account and region behind the ARN of an alias", ARN, ALIAS_ARN],
    ["a multi-Region key in the region that was asked", REPLICA, REPLICA],
  ])("is %s", (_what, answered, asked) => {
    const region = answered === REPLICA ? "eu-west-1" : "eu-central-1";
    expect(answeredKey(answered, asked, region)).toBe(answered);
  });

  it.each([
    ["missing", undefined, ARN],
    ["null", null, ARN],
    ["a number", 7, ARN],
    ["a list", [ARN], ARN],
    ["empty", "", ARN],
    ["an id instead of an ARN", ARN.slice(-36), ARN],
    ["an alias instead of its key", ALIAS_ARN, ALIAS_ARN],
    ["of another service", ARN.replace("kms", "s3"), ARN],
    ["another key", ARN.replace("1234abcd", "00000000"), ARN],
    ["the same in another account", ARN.replace("1111", "9999"), ARN],
    ["the same in another partition", ARN.replace("aws", "aws-cn"), ARN],
    ["the replica of a multi-Region key", REPLICA, MRK],
    ["longer than what was asked for", `${ARN}0`, ARN],
    ["followed by a line", `${ARN}\n`, ARN],
    ["of another id", ARN, "00000000-12ab-34cd-56ef-1234567890ab"],
    ["of the id, in another region", ARN.replace("central", "west"), ARN.slice(-36)],
    ["in another region than the alias", ARN.replace("central", "west"), "alias/a"],
    ["in another region than the ARN of the alias", ARN.replace("central", "west"), ALIAS_ARN],
    ["in another account than the ARN of the alias", ARN.replace("1111", "9999"), ALIAS_ARN],
  ])("fails when it is %s", (_what, answered, asked) => {
    expect(() => answeredKey(answered, asked, "eu-central-1")).toThrow(bad);
  });
});

describe("the bytes that KMS answers with", () => {
  it.each([0, 1, 16, 31, 33, 64])(
    "fails for a data key of %i bytes instead of 32, and overwrites it",
    (length) => {
      const key = new Uint8Array(length).fill(7);
      expect(() => answeredDataKey(key, 32)).toThrow(bad);
      expect(key.every((byte) => byte === 0)).toBe(true);
    },
  );

  it.each([undefined, null, "A".repeat(32), Array(32).fill(0), { length: 32 }, 32])(
    "fails for what are no bytes: %p",
    (value) => {
      expect(() => answeredDataKey(value, 32)).toThrow(bad);
      expect(() => answeredCiphertext(value, Buffer.alloc(32))).toThrow(bad);
    },
  );

  it("fails for a ciphertext that is too short, too long, or holds its plaintext", () => {
    const plaintext = Buffer.alloc(32, "secret");
    expect(answeredCiphertext(Buffer.alloc(184), plaintext)).toHaveLength(184);
    for (const blob of [
      Buffer.alloc(0),
      Buffer.alloc(32),
      Buffer.alloc(6_145),
      Buffer.concat([Buffer.alloc(100), plaintext]),
    ])
      expect(() => answeredCiphertext(blob, plaintext)).toThrow(bad);
  });

  it("takes an id of key material as KMS writes it, or none", () => {
    const id = "0a".repeat(32);
    expect([answeredMaterialId(undefined), answeredMaterialId(id), answeredMaterialId(id, id)]).toEqual([
      undefined,
      id,
      id,
    ]);
    for (const wrong of [7, "", "x".repeat(64), `${id}0`, { id }])
      expect(() => answeredMaterialId(wrong)).toThrow(bad);
    expect(() => answeredMaterialId(id, "0b".repeat(32))).toThrow(bad);
  });
});
