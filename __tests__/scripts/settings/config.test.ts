import { parseOutputs, resolveSettings } from "../../../scripts/settings/config";

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

  describe("for a stack with a second region", () => {
    const there = {
      key_arn: "arn:aws:kms:eu-west-1:111122223333:key/1",
      key_alias: "alias/there",
      bucket: "copies",
    };
    const outputs = {
      ...OUTPUTS,
      prefixes: ["a/"],
      replicas: { "eu-west-1": there, "eu-north-1": { key_arn: "arn:x" } },
    };

    it("takes key and bucket of the region that is asked for, by flag or by variable", () => {
      for (const settings of [
        resolveSettings({ region: "eu-west-1" }, {}, outputs),
        resolveSettings({}, { AWS_REGION: "eu-west-1" }, outputs),
      ])
        expect(settings).toMatchObject({
          region: "eu-west-1",
          secondRegion: "eu-west-1",
          bucket: "copies",
          openKeys: [there.key_arn],
          searchPrefixes: ["a/"],
        });
      expect(resolveSettings({ region: "eu-central-1" }, {}, outputs)).toMatchObject({
        bucket: "from-outputs",
        secondRegion: undefined,
      });
    });

    it("has no bucket where there is a key only: never that of the first region", () => {
      expect(resolveSettings({ region: "eu-north-1" }, {}, outputs).bucket).toBeUndefined();
    });

    it("fails on a region where the stack has nothing", () => {
      expect(thrown(() => resolveSettings({ region: "us-east-1" }, {}, outputs))).toEqual(
        usage("the stack has nothing in us-east-1, only in eu-central-1, eu-west-1, eu-north-1"),
      );
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
      const wrong = usage(`got '${endpoint}'`);
      for (const service of ["", "_KMS", "_S3", "_STS"]) {
        const env = { [`AWS_ENDPOINT_URL${service}`]: endpoint };
        expect(thrown(() => resolveSettings({}, env))).toEqual(wrong);
        resolveSettings({}, { ...env, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "true" }); // does not throw
      }
      expect(thrown(() => resolveSettings({ endpointUrl: endpoint }, {}))).toEqual(wrong);
      resolveSettings({}, { AWS_ENDPOINT_URL_DYNAMODB: endpoint }); // is not asked
    }
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
