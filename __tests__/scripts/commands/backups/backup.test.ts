import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import zlib from "node:zlib";
import type { Services } from "../../../../scripts/commands/io";
import { OperatorError } from "../../../../scripts/errors";
import { sealstack } from "../../../helpers/processes/cli";
import { writeStepCa } from "../../../helpers/step-ca";
import { memoryServices } from "../../../helpers/stores/memory-services";
import { MemoryStore } from "../../../helpers/stores/memory-store";
import { useTempDir } from "../../../helpers/temp-dir";

const ID = "step-ca/site-20261122T014200Z.tar.gz.kms";
const HAS_ZSTD = "zstdCompressSync" in zlib;
const now = (): Date => new Date("2026-11-22T01:42:00Z");

describe("sealstack backup", () => {
  const dir = useTempDir();
  let store: MemoryStore;
  let services: Services;
  beforeEach(() => {
    store = new MemoryStore();
    services = memoryServices(store);
    mkdirSync(join(dir(), "site"));
    writeFileSync(join(dir(), "site", "index.html"), "hello");
  });
  const run = (argv: readonly string[], options: Parameters<typeof sealstack>[1] = {}) =>
    sealstack(["backup", "--bucket", "memory", "--prefix", "step-ca", ...argv], {
      services,
      now,
      env: {},
      ...options,
    });
  const site = (): string => join(dir(), "site");

  it("reports what was stored, and what to type next", async () => {
    const { status, stdout, stderr } = await run([site()]);
    expect([status, stderr]).toEqual([0, ""]);
    const arn = "arn:aws:kms:eu-central-1:111122223333:key/11112222-3333-4444-5555-666677778888";
    expect(stdout.toString().replace(/\d+ B in/, "N B in")).toBe(
      [
        `backed up ${site()}`,
        `  id      ${ID}`,
        "  stored  N B in s3://memory (4.5 KiB before compression, 1 file) in 0.0 s",
        `  sealed  ${arn}`,
        `  next    sealstack verify --bucket memory --key ${arn} ${ID}`,
        "",
      ].join("\n"),
    );
  });

  it("names the outputs file in what to type next, and only what is not in it", async () => {
    const arn = "arn:aws:kms:eu-central-1:111122223333:key/11112222-3333-4444-5555-666677778888";
    const file = join(dir(), "outputs.json");
    const next = async (outputs: object, ...argv: string[]) => {
      writeFileSync(file, JSON.stringify(outputs));
      const { stdout } = await sealstack(
        ["backup", "--prefix", "step-ca", "--outputs", file, ...argv, site()],
        {
          services,
          now: () => new Date(),
          env: {},
        },
      );
      return /next +(.*) step-ca\/site-\S+$/m.exec(stdout.toString())?.[1];
    };
    const one = { bucket: "memory", key_arn: arn };
    expect(await next({ one })).toBe(`sealstack verify --outputs ${file}`);
    store.objects.clear();
    expect(await next({ one, two: {} }, "--stack", "one")).toBe(
      `sealstack verify --outputs ${file} --stack one`,
    );
    store.objects.clear();
    expect(await next({ one }, "--bucket", "other")).toBe(
      `sealstack verify --outputs ${file} --bucket other`,
    );
    store.objects.clear();
    expect(await next({ one: { bucket: "memory" } })).toBe(`sealstack verify --outputs ${file} --key ${arn}`);
  });

  it.each([
    { compression: "gzip", suffix: ".tar.gz.kms" },
    { compression: "none", suffix: ".tar.kms" },
    ...(HAS_ZSTD ? [{ compression: "zstd", suffix: ".tar.zst.kms" }] : []),
  ])("compresses with $compression, and names it in key and manifest", async ({ compression, suffix }) => {
    const { stdout } = await run(["--json", "--compression", compression, site()]);
    const { id } = JSON.parse(stdout.toString());
    expect(id).toBe(ID.replace(".tar.gz.kms", suffix));
    const manifest = store.object(ID.replace(".tar.gz.kms", ".manifest.json"));
    expect(JSON.parse(manifest.toString())).toMatchObject({ id, compression });
    const into = join(dir(), "restored");
    const restored = await sealstack(["restore", "--bucket", "memory", id, into], { services, now, env: {} });
    expect([restored.status, readFileSync(join(into, "index.html"), "utf8")]).toEqual([0, "hello"]);
  });

  it("fails with a compression that this Node.js does not have, or that there is not, and stores nothing", async () => {
    const unknown = { kind: "lzma", status: 2, words: "gzip, zstd, none" };
    const missing = { kind: "zstd", status: 13, words: "22.15" };
    for (const { kind, status, words } of HAS_ZSTD ? [unknown] : [unknown, missing]) {
      const result = await run(["--compression", kind, site()]);
      expect([result.status, result.stderr]).toEqual([status, expect.stringContaining(words)]);
    }
    expect(store.objects.size).toBe(0);
  });

  it("gives the manifest to scripts", async () => {
    const { stdout } = await run(["--json", site()]);
    expect(JSON.parse(stdout.toString())).toMatchObject({
      id: ID,
      source: "files",
      store: "s3://memory",
      files: 1,
      checks: [],
      skipped: [],
      context: { "sealstack:backup": ID },
    });
  });

  it("takes a pipe, under a name", async () => {
    const { status } = await run(["--name", "dump.sql", "-"], { stdin: Buffer.from("from a pipe") });
    expect(status).toBe(0);
    const id = [...store.objects.keys()][0] ?? "";
    expect(id).toBe("step-ca/dump.sql-20261122T014200Z.tar.gz.kms");
    await sealstack(["restore", "--bucket", "memory", id, join(dir(), "out")], { services, now, env: {} });
    expect(readFileSync(join(dir(), "out", "dump.sql"), "utf8")).toBe("from a pipe");
  });

  it("warns of what could not be checked, and records it", async () => {
    await writeStepCa(join(dir(), "ca"), { password: "secret" });
    const { status, stderr, stdout } = await run(["--json", "--source", "step-ca", join(dir(), "ca")]);
    expect(status).toBe(0);
    expect(stderr).toContain("intermediate key matches its certificate: not checked");
    expect(JSON.parse(stdout.toString()).checks).toContainEqual(
      expect.objectContaining({ result: "not checked" }),
    );
  });

  it.each([
    ["nothing to back up", [], "nothing to back up was named"],
    ["a pipe without a name", ["-"], "a backup from a pipe needs a name"],
    ["a STEPPATH from a pipe", ["--source", "step-ca", "-"], "nothing to back up was named"],
    ["a path for etcd", ["--source", "etcd", "/x"], "etcd is reached over the network"],
    ["an unknown source", ["--source", "mysql", "/x"], "'mysql' is invalid"],
    ["a reserved context", ["--context", "sealstack:backup=x", "/x"], "is reserved"],
    ["a context of the library", ["--context", "aws-crypto-x=y", "/x"], "is reserved"],
    ["a name with a slash", ["--name", "a/b", "/x"], "the name of a backup must be"],
    ["a prefix with ..", ["--prefix", "../a", "/x"], "a prefix must be"],
  ])("fails with %s, before the bucket is asked", async (_, argv, problem) => {
    store.before = () => {
      throw new Error("asked");
    };
    const { status, stdout, stderr } = await run(argv);
    expect([status, stdout.length]).toEqual([2, 0]);
    expect(stderr).toContain(problem);
  });

  it("fails when the source is missing, and stores nothing", async () => {
    expect(await run([join(dir(), "missing")])).toMatchObject({
      status: 3,
      stderr: expect.stringContaining("ENOENT"),
    });
    expect(store.objects.size).toBe(0);
  });

  it("fails when etcdctl is missing", async () => {
    expect(await run(["--source", "etcd"])).toMatchObject({
      status: 13,
      stderr: expect.stringContaining("etcd-client"),
    });
  });

  describe("--wait-for-policy", () => {
    const deny = (times: number): void => {
      let left = times;
      store.before = () => {
        if (left-- > 0) throw new OperatorError("accessDenied", "denied", { hint: "--wait-for-policy" });
      };
    };
    // The pause between tries is real time.
    it("goes on while access is denied", async () => {
      deny(1);
      expect(await run(["--wait-for-policy", "60", site()], { now: () => new Date() })).toMatchObject({
        status: 0,
      });
      expect(store.objects.size).toBe(2);
    });

    it("fails at once without it", async () => {
      deny(1);
      expect(await run([site()])).toMatchObject({
        status: 8,
        stderr: expect.stringContaining("--wait-for-policy"),
      });
    });

    it("fails when the time is over", async () => {
      deny(1000);
      expect(await run(["--wait-for-policy", "4", site()])).toMatchObject({ status: 8 });
    });

    it("fails at once with anything else", async () => {
      store.before = () => {
        throw new OperatorError("unavailable", "down");
      };
      expect(await run(["--wait-for-policy", "60", site()])).toMatchObject({ status: 12 });
    });
  });
});
