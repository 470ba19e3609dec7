import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Ran, sealstack } from "../../helpers/processes/cli";
import { memoryServices } from "../../helpers/stores/memory-services";
import { MemoryStore } from "../../helpers/stores/memory-store";
import { useTempDir } from "../../helpers/temp-dir";

const BOTH = ["step-ca/", "etcd-default/"];

describe("where backup --outputs stores", () => {
  const dir = useTempDir();
  let store: MemoryStore;
  beforeEach(() => {
    store = new MemoryStore();
    writeFileSync(join(dir(), "in"), "x");
  });
  const run = (
    prefixes: unknown,
    argv: readonly string[] = [],
    env: Readonly<Record<string, string>> = {},
    command = ["backup", join(dir(), "in")],
  ): Promise<Ran> => {
    const file = join(dir(), "outputs.json");
    writeFileSync(
      file,
      JSON.stringify({ stack: { key_arn: "arn:k", bucket: "b", key_alias: "alias/a", prefixes } }),
    );
    return sealstack([...command, "--outputs", file, ...argv], { services: memoryServices(store), env });
  };
  const stored = (): string[] => [...store.objects.keys()].map((key) => key.replace(/in-.*/, ""));

  it.each<readonly [name: string, prefixes: unknown, argv: readonly string[], where: string]>([
    ["the only one, if none is given", ["step-ca/"], [], "step-ca/"],
    ["the one that is given", BOTH, ["--prefix", "etcd-default/"], "etcd-default/"],
    ["the one that is given without its slash", BOTH, ["--prefix", "step-ca"], "step-ca/"],
    ["one below one of the stack's", BOTH, ["--prefix", "step-ca/host-1/"], "step-ca/host-1/"],
    ["anywhere in a stack that has the whole bucket", [""], ["--prefix", "any/"], "any/"],
    ["the top of the bucket, where outputs have no prefixes", undefined, [], ""],
    ["anywhere, where outputs have no prefixes", undefined, ["--prefix", "any"], "any/"],
    ["anywhere in another bucket", BOTH, ["--bucket", "other", "--prefix", "any"], "any/"],
    ["the top of another bucket", BOTH, ["--bucket", "other"], ""],
  ])("%s", async (_, prefixes, argv, where) => {
    expect(await run(prefixes, argv)).toMatchObject({ status: 0, stderr: "" });
    expect(stored()).toEqual([where, where]);
    if (argv.includes("other")) return;
    expect((await run(prefixes, argv, {}, ["list"])).stdout.toString()).toContain(`${where}in-`);
  });

  it("goes by the environment, too", async () => {
    expect((await run(BOTH, [], { SEALSTACK_PREFIX: "etcd-default" })).status).toBe(0);
    expect(stored()).toEqual(["etcd-default/", "etcd-default/"]);
    expect((await run(BOTH, [], { SEALSTACK_PREFIX: "etcd" })).status).toBe(2);
  });

  it.each<readonly [name: string, argv: readonly string[], problem: string]>([
    ["none is given of several", [], "no prefix is given"],
    ["it is not the stack's", ["--prefix", "other/"], "the prefix 'other/' is none of the stack's"],
    ["it only begins like one of the stack's", ["--prefix", "step-ca-2"], "'step-ca-2/' is none"],
    ["it is above one of the stack's", ["--prefix", "step"], "'step/' is none"],
    ["it is the top of the bucket", ["--prefix", ""], "the prefix '' is none"],
    ["the bucket is given, too", ["--bucket", "b", "--prefix", "other"], "'other/' is none"],
  ])("fails, naming those of the stack, when %s", async (_, argv, problem) => {
    const { status, stderr } = await run(BOTH, argv);
    expect([status, stderr]).toEqual([2, expect.stringContaining(problem)]);
    expect(stderr).toContain("step-ca/, etcd-default/");
    expect(stored()).toEqual([]);
  });

  it.each(["step-ca/", [], [1], null, {}])(
    "fails when the outputs have no list of them: %j",
    async (prefixes) => {
      const { status, stderr } = await run(prefixes);
      expect([status, stderr, stored()]).toEqual([2, expect.stringContaining("no list of prefixes"), []]);
    },
  );

  it("is what vault-config tells the hosts", async () => {
    const vault = (...argv: readonly string[]) =>
      run(BOTH, ["--principal", "p", ...argv], {}, ["vault-config"]);
    expect((await vault("--prefix", "step-ca")).stdout.toString()).toContain(
      'step_ca_backup_s3_prefix: "step-ca/"',
    );
    expect(await vault("--prefix", "other")).toMatchObject({ status: 2 });
  });
});
