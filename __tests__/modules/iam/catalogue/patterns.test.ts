import fc from "fast-check";
import { matches, overlaps } from "../../../../modules/iam/catalogue/patterns";

describe("matches", () => {
  it.each([
    ["kms:Decrypt", "KMS:decrypt", true],
    ["kms:Generate*", "kms:GenerateDataKey", true],
    ["kms:*Key", "kms:GenerateDataKey", true],
    ["kms:?ecrypt", "kms:Decrypt", true],
    ["kms:Decrypt", "kms:Decrypts", false],
    ["kms:Generate*", "kms:Decrypt", false],
    ["kms:?ecrypt", "kms:Encrypts", false],
  ])("of %s and %s is %p", (pattern, text, expected) => {
    expect(matches(pattern, text)).toBe(expected);
  });
});

describe("overlaps", () => {
  it.each([
    ["arn:aws:s3:::bucket/*", "arn:+:s3:::+/*", true],
    ["arn:aws:s3:::bucket", "arn:+:s3:::+/*", false],
    ["arn:aws:s3:::bucket", "arn:+:s3:::+", true],
    ["arn:aws:s3:::bucket/key", "arn:+:s3:::+", false],
    ["arn:aws:s3:::*", "arn:+:s3:::+/*", true],
    ["*", "arn:+:kms:+:+:key/+", true],
    ["*/*", "arn:+:s3:::+/*", true],
    ["arn:aws:kms:*:*:alias/x", "arn:+:kms:+:+:key/+", false],
    ["a?c", "a*d", false],
    ["a?c", "ab*", true],
    ["", "*", true],
    ["", "?", false],
  ])("of %s and %s is %p, both ways", (one, other, expected) => {
    expect(overlaps(one, other)).toBe(expected);
    expect(overlaps(other, one)).toBe(expected);
  });

  it("is what a regular expression says of a text, and of every pattern made from it", () => {
    const text = fc.string({ unit: fc.constantFrom("a", ":", "/"), maxLength: 8 });
    const pattern = fc.string({ unit: fc.constantFrom("a", ":", "/", "*", "+", "?"), maxLength: 8 });
    fc.assert(
      fc.property(text, pattern, (plain, wild) => {
        const source = wild.replaceAll("*", ".*").replaceAll("+", "[^/:]*").replaceAll("?", ".");
        expect(overlaps(plain, wild)).toBe(new RegExp(`^${source}$`).test(plain));
      }),
    );
    fc.assert(
      fc.property(text, pattern, pattern, (plain, one, other) => {
        if (overlaps(plain, one) && overlaps(plain, other)) expect(overlaps(one, other)).toBe(true);
      }),
    );
  });
});
