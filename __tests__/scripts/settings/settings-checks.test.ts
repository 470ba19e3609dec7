import { assertBucket } from "../../../scripts/settings/settings-checks";
import { sealstack } from "../../helpers/processes/cli";

describe("assertBucket", () => {
  it.each([
    "backups",
    "b",
    "my.bucket-1",
    "Old_Bucket",
    "x-s3alias",
    "arn:aws:s3:eu-central-1:111122223333:accesspoint/a",
  ])("%s is a name", (bucket) => {
    expect(() => assertBucket(bucket)).not.toThrow();
  });

  it.each([
    ["s3://b", "give --bucket b"],
    ["s3://b/", "give --bucket b"],
    ["S3://b/t", "give --bucket b and --prefix t/"],
    ["s3://b/t/u/", "give --bucket b and --prefix t/u/"],
    ["b/t", "give --bucket b and --prefix t/"],
    ["b/", "give --bucket b"],
    ["/b", "give --bucket b"],
    ["arn:aws:s3:::b", "give --bucket b"],
    ["arn:aws-cn:s3:::b/t/*", "give --bucket b and --prefix t/"],
    ["https://b.s3.eu-central-1.amazonaws.com/t/x", "give --bucket b and --prefix t/x/"],
    ["https://my.bucket.s3.dualstack.eu-central-1.amazonaws.com", "give --bucket my.bucket"],
    ["https://s3.eu-central-1.amazonaws.com/b/t/", "give --bucket b and --prefix t/"],
    ["https://b.s3.cn-north-1.amazonaws.com.cn/", "give --bucket b"],
    ["http://127.0.0.1:9000/b", "give --bucket b"],
    [
      "https://eu-central-1.console.aws.amazon.com/s3/buckets/b?prefix=t/&region=x",
      "give --bucket b and --prefix t/",
    ],
    ["a b", "give a name such as my-backups"],
    ["../b", "give a name such as my-backups"],
    ["-b", "give a name such as my-backups"],
  ])("%s is none, and the hint says what to give", async (bucket, hint) => {
    for (const env of [{ SEALSTACK_BUCKET: bucket }, {}]) {
      const ran = await sealstack(["list", ...("SEALSTACK_BUCKET" in env ? [] : [`--bucket=${bucket}`])], {
        env,
      });
      expect(ran.stderr).toContain(`got '${bucket}'`);
      expect(ran.stderr).toContain(`hint: ${hint}\n`);
      expect(ran.status).toBe(2);
    }
  });
});
