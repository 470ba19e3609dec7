import { parseOutputs, resolveSettings } from "../../scripts/config";

const OUTPUTS = {
  key_arn: "arn:aws:kms:eu-central-1:111122223333:key/1",
  key_alias: "alias/etcd-ca-backup",
  bucket: "from-outputs",
  region: "eu-central-1",
};

const usage = (message: string) =>
  expect.objectContaining({ exit: "usage", message: expect.stringContaining(message) });

function thrown(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe("resolveSettings", () => {
  it("takes flags before environment before outputs", () => {
    const env = { SEALSTACK_BUCKET: "from-env", AWS_REGION: "eu-west-1" };
    expect(resolveSettings({ bucket: "from-flag" }, env, OUTPUTS).bucket).toBe("from-flag");
    expect(resolveSettings({}, env, OUTPUTS)).toMatchObject({ bucket: "from-env", region: "eu-west-1" });
    expect(resolveSettings({}, {}, OUTPUTS)).toMatchObject({
      bucket: "from-outputs",
      region: "eu-central-1",
    });
  });

  it("seals with the stack's alias and opens with its key ARN", () => {
    expect(resolveSettings({}, {}, OUTPUTS)).toMatchObject({
      sealKeys: ["alias/etcd-ca-backup"],
      openKeys: ["arn:aws:kms:eu-central-1:111122223333:key/1"],
    });
  });

  it("takes the region from a key ARN", () => {
    expect(resolveSettings({ key: [OUTPUTS.key_arn] }, {}).region).toBe("eu-central-1");
    expect(resolveSettings({ key: ["alias/x"] }, {}).region).toBeUndefined();
  });

  it("has no keys in passphrase mode", () => {
    expect(resolveSettings({ passphraseFile: "f" }, {}, OUTPUTS)).toMatchObject({
      sealKeys: [],
      openKeys: [],
    });
  });

  it("ends a prefix with a slash", () => {
    expect(["a", "a/", ""].map((prefix) => resolveSettings({ prefix }, {}).prefix)).toEqual(["a/", "a/", ""]);
  });

  it("looks for backups below the given prefix, else below those of the stack, else everywhere", () => {
    const outputs = { prefixes: ["step-ca/", "etcd-default/"] };
    expect(resolveSettings({ prefix: "a" }, {}, outputs).searchPrefixes).toEqual(["a/"]);
    expect(resolveSettings({}, {}, outputs).searchPrefixes).toEqual(["step-ca/", "etcd-default/"]);
    expect(resolveSettings({}, {}).searchPrefixes).toEqual([""]);
  });

  it("fails on a key beside a passphrase, and on an endpoint that is no URL", () => {
    expect(thrown(() => resolveSettings({ key: ["k"], passphraseFile: "f" }, {}))).toEqual(
      usage("exclude each other"),
    );
    for (const endpoint of ["localhost:4566", "ftp://x", "nonsense"]) {
      expect(thrown(() => resolveSettings({}, { AWS_ENDPOINT_URL: endpoint }))).toEqual(
        usage(`got '${endpoint}'`),
      );
    }
  });
});

describe("the bucket", () => {
  it.each([
    "backups",
    "b",
    "my.bucket-1",
    "Old_Bucket",
    "x-s3alias",
    "arn:aws:s3:eu-central-1:111122223333:accesspoint/a",
  ])("%s is a name", (bucket) => {
    expect(resolveSettings({ bucket }, {}).bucket).toBe(bucket);
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
  ])("%s is none, and the hint says what to give", (bucket, hint) => {
    const error = thrown(() => resolveSettings({ bucket }, {}));
    expect(error).toEqual(usage(`got '${bucket}'`));
    expect(error).toMatchObject({ hint });
    expect(thrown(() => resolveSettings({}, { SEALSTACK_BUCKET: bucket }))).toMatchObject({ hint });
    expect(thrown(() => resolveSettings({}, {}, { bucket }))).toMatchObject({ hint });
  });
});

describe("parseOutputs", () => {
  const two = JSON.stringify({ a: { bucket: "1" }, b: { bucket: "2" } });

  it("finds the only stack, or the named one", () => {
    expect(parseOutputs('{"only":{"bucket":"1"}}', "f")).toEqual({ bucket: "1" });
    expect(parseOutputs(two, "f", "b")).toEqual({ bucket: "2" });
  });

  it("fails when the stack is not told, naming those that there are", () => {
    expect(thrown(() => parseOutputs(two, "f"))).toEqual(usage("has 2 stacks; it has: a, b"));
    expect(thrown(() => parseOutputs(two, "f", "c"))).toEqual(usage("has no stack 'c'"));
  });

  it.each(["", "[]", "null", "{secret"])("fails on %j without showing it", (text) => {
    const error = thrown(() => parseOutputs(text, "f"));
    expect(error).toEqual(usage("f is not an outputs file"));
    expect(String(error)).not.toContain("secret");
  });
});
