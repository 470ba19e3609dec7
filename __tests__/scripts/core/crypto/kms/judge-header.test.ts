import { EncryptedDataKey } from "@aws-crypto/material-management-node";
import type { MessageHeader } from "@aws-crypto/serialize";
import { judgeHeader } from "../../../../../scripts/core/crypto/kms/judge-header";
import { MAX_ENCRYPTED_DATA_KEYS } from "../../../../../scripts/core/crypto/limits";

const KEY = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const OTHER = "arn:aws:kms:eu-central-1:444455556666:key/1234abcd-12ab-34cd-56ef-1234567890ab";

function header(
  arns: readonly string[],
  context: Record<string, string> = {},
  providerId = "aws-kms",
): MessageHeader {
  const encryptedDataKeys = arns.map(
    (providerInfo) => new EncryptedDataKey({ providerId, providerInfo, encryptedDataKey: new Uint8Array(1) }),
  );
  return { encryptedDataKeys, encryptionContext: context } as unknown as MessageHeader;
}

const failure = (exit: string, message: string | RegExp) =>
  expect.objectContaining({ exit, message: expect.stringMatching(message) });

function judged(...args: Parameters<typeof judgeHeader>): unknown {
  try {
    judgeHeader(...args);
  } catch (error) {
    return error;
  }
  return "admitted";
}

describe("judgeHeader", () => {
  it("admits a message that one of the given keys sealed, in the expected context", () => {
    expect(judged(header([OTHER, KEY], { a: "b", more: "c" }), [KEY], { a: "b" }, {})).toBe("admitted");
  });

  it("fails for another account's key of the same id", () => {
    expect(judged(header([OTHER]), [KEY], {}, {})).toEqual(failure("key", OTHER));
  });

  it("fails for the right ARN under another provider", () => {
    expect(judged(header([KEY], {}, "raw"), [KEY], {}, {})).toEqual(failure("key", "another key"));
  });

  it("fails with more data keys than the cap, whoever made them", () => {
    const many = Array.from({ length: MAX_ENCRYPTED_DATA_KEYS + 1 }, () => KEY);
    expect(judged(header(many), [KEY], {}, {})).toEqual(
      failure("notAuthentic", "6 encrypted data keys; at most 5"),
    );
    expect(judged(header(many.slice(1)), [KEY], {}, {})).toBe("admitted");
  });

  it("fails on a wrong or missing context value and never shows a value", () => {
    const wrong = judged(header([KEY], { tier: "found-value" }), [KEY], { tier: "wanted-value" }, {});
    expect(wrong).toEqual(failure("context", "another value .* 'tier'"));
    expect(String(wrong)).not.toMatch(/found-value|wanted-value/);
    expect(judged(header([KEY], { x: "y" }), [KEY], { tier: "z" }, {})).toEqual(
      failure("context", "has no value .* 'tier'"),
    );
  });

  it("fails on a context nobody expected, unless any is allowed", () => {
    expect(judged(header([KEY], { a: "b" }), [KEY], {}, {})).toEqual(failure("context", "its keys: a"));
    expect(judged(header([KEY], { a: "b" }), [KEY], {}, { allowUnnamedContext: true })).toBe("admitted");
    expect(judged(header([KEY], {}), [KEY], {}, {})).toBe("admitted");
  });

  it("fails without printing terminal controls from the header", () => {
    const evil = judged(header(["arn:aws:kms:eu-central-1:111122223333:key/\u001b[2J"]), [KEY], {}, {});
    expect(evil).toEqual(failure("key", /\(not a KMS key\)$/));
  });
});
