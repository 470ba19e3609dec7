import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadConfig } from "../../config";
import { useTempDir } from "../helpers/temp-dir";

describe("loadConfig", () => {
  const dir = useTempDir();
  const write = (text: string) => {
    const file = join(dir(), "other.yaml");
    writeFileSync(file, text);
    return { SEALSTACK_CONFIG: file };
  };
  const STACKS = "stacks: {a: {preset: etcd-ca-backup, region: eu-central-1}}\n";

  it("reads the file that SEALSTACK_CONFIG names, and puts a local state beside it", () => {
    expect(loadConfig(write(STACKS)).backend).toEqual({
      type: "local",
      path: join(dir(), "terraform.{stack}.tfstate"),
    });
  });

  it("leaves a state in S3 as it is", () => {
    const backend = "backend: {type: s3, bucket: state, region: eu-west-1}\n";
    expect(loadConfig(write(backend + STACKS)).backend).toEqual({
      type: "s3",
      bucket: "state",
      key: "sealstack/{stack}.tfstate",
      region: "eu-west-1",
    });
  });

  it("fails on a file that is not there, with what to do", () => {
    const missing = join(dir(), "none.yaml");
    expect(() => loadConfig({ SEALSTACK_CONFIG: missing })).toThrow(
      `invalid configuration at '${missing}':\n  - cannot be read (ENOENT); set SEALSTACK_CONFIG to the path of the configuration`,
    );
  });
});
