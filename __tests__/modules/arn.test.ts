import fc from "fast-check";
import { formatArn, parseArn } from "../../modules/arn";

describe("parseArn", () => {
  it("finds the parts, and keeps everything after the fifth colon together", () => {
    expect(parseArn("arn:aws-cn:kms:cn-north-1:111122223333:key/a:b")).toEqual({
      partition: "aws-cn",
      service: "kms",
      region: "cn-north-1",
      account: "111122223333",
      resource: "key/a:b",
    });
  });

  it("takes buckets, which have neither region nor account", () => {
    expect(parseArn("arn:aws:s3:::bucket/step-ca/x")).toMatchObject({
      region: "",
      account: "",
      resource: "bucket/step-ca/x",
    });
  });

  it.each([
    "",
    "arn:aws:s3",
    "arn:aws:iam::12345:root",
    "alias/etcd-ca-backup",
    "arn:aws:iam::111122223333:",
  ])("fails to find any in '%s'", (text) => expect(parseArn(text)).toBeUndefined());

  it("is the inverse of formatArn", () => {
    const word = fc.stringMatching(/^[a-z0-9-]{1,12}$/);
    const arn = fc.record({
      partition: word,
      service: word,
      region: fc.oneof(word, fc.constant("")),
      account: fc.oneof(fc.stringMatching(/^\d{12}$/), fc.constant("")),
      resource: fc.string({ minLength: 1 }),
    });
    fc.assert(fc.property(arn, (parts) => expect(parseArn(formatArn(parts))).toEqual(parts)));
  });
});
