import { createHash, randomBytes } from "node:crypto";
import { readdirSync, writeFileSync } from "node:fs";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { type Body, piecesOf } from "../../../../scripts/core/archive/reading/tar-reader";
import { ReadBuffers } from "../../../../scripts/core/archive/writing/read-buffers";
import { etcdSource, type RunTool } from "../../../../scripts/core/sources/etcd";
import { checkingSnapshots, SnapshotCheck } from "../../../../scripts/core/sources/etcd-snapshot";
import { useTempDir } from "../../../helpers/temp-dir";

/** A file as `snapshot save` leaves it, as far as its length and digest go. */
function snapshot(pages = 3): Buffer {
  const database = randomBytes(pages * 4096);
  return Buffer.concat([database, createHash("sha256").update(database).digest()]);
}

describe("SnapshotCheck", () => {
  const problem = (bytes: Buffer, step: number): string | undefined => {
    const check = new SnapshotCheck();
    for (let at = 0; at < bytes.length; at += step) check.update(bytes.subarray(at, at + step));
    return check.finish();
  };

  it.each([1, 31, 32, 33, 4096, 1e6])("accepts a snapshot that comes in pieces of %d bytes", (step) => {
    expect(problem(snapshot(), step)).toBeUndefined();
  });

  it.each([0, 1, 32, 512, 544 - 32])("fails with %d bytes", (length) => {
    expect(problem(randomBytes(length), 100)).toContain(`has ${length} bytes`);
  });

  it("fails without the digest, with another one, and when a byte is missing", () => {
    expect(problem(snapshot().subarray(0, -32), 100)).toContain("bytes, which no snapshot with a digest");
    expect(problem(Buffer.concat([snapshot().subarray(0, -32), randomBytes(32)]), 100)).toBe(
      "does not match the SHA-256 at its own end",
    );
    expect(problem(snapshot().subarray(1), 100)).toContain("bytes, which");
  });
});

describe("checkingSnapshots", () => {
  const member = { type: "file", mode: 0o600, uid: 0, gid: 0, mtimeSeconds: 0 } as const;
  const nowhere = {
    directory: async () => {},
    symlink: async () => {},
    file: async (_: unknown, body: Body) => void (await buffer(piecesOf(body))),
  };
  const pieces = async function* (bytes: Buffer): AsyncGenerator<readonly Buffer[]> {
    yield [bytes.subarray(0, 4000), bytes.subarray(4000, 5000)];
    yield [bytes.subarray(5000)];
  };

  it("looks at snapshot.db only", async () => {
    const sink = checkingSnapshots(nowhere);
    const broken = snapshot().fill(0, 0, 10);
    await sink.file({ ...member, path: "other", size: broken.length }, pieces(broken));
    await expect(
      sink.file({ ...member, path: "snapshot.db", size: broken.length }, pieces(broken)),
    ).rejects.toMatchObject({
      exit: "notAuthentic",
    });
    await sink.file({ ...member, path: "snapshot.db", size: 0 }, pieces(snapshot()));
  });
});

describe("etcdSource", () => {
  const dir = useTempDir();
  const { signal } = new AbortController();
  const STATUS = JSON.stringify([{ Status: { version: "3.5.16", header: { revision: 1002 } } }]);
  let calls: { readonly args: readonly string[]; readonly env: object }[];
  beforeEach(() => {
    calls = [];
  });

  /** etcdctl, as far as it is called; `save` makes the file. */
  const etcdctl =
    (save: (path: string) => void, status = 0): RunTool =>
    async (command, args, { env }) => {
      expect(command).toBe("etcdctl");
      calls.push({ args, env });
      if (args[0] === "endpoint") return { status: 0, stdout: STATUS, stderr: "" };
      save(args[2] ?? "");
      return { status, stdout: "", stderr: "first line\nlast \u001b[31mline\n" };
    };
  const source = (run: RunTool, options: Parameters<typeof etcdSource>[0] = {}) =>
    etcdSource(options, { run, signal, tmpDir: dir() });

  it("takes a snapshot, checks it, and removes it when disposed of", async () => {
    const bytes = snapshot();
    const prepared = await source(etcdctl((path) => writeFileSync(path, bytes)));
    expect([...prepared.members].map(({ path }) => path)).toEqual([".", "snapshot.db"]);
    expect(
      (await buffer(Readable.from([...prepared.members][1]?.open?.(new ReadBuffers()) ?? []))).equals(bytes),
    ).toBe(true);
    expect(prepared.checks).toEqual([
      { name: "member answers", result: "passed", detail: "etcd 3.5.16, revision 1002" },
      { name: "snapshot matches the SHA-256 at its end", result: "passed" },
    ]);
    expect(readdirSync(dir())).toHaveLength(1);
    await prepared.dispose();
    expect(readdirSync(dir())).toEqual([]);
  });

  it("passes flags, and takes away the variables that they would quarrel with", async () => {
    const options = { endpoint: "https://10.0.0.1:2379", cacert: "ca", cert: "crt", key: "key" };
    await source(
      etcdctl((path) => writeFileSync(path, snapshot())),
      options,
    );
    for (const { args, env } of calls) {
      expect(args).toEqual(
        expect.arrayContaining([
          "--endpoints=https://10.0.0.1:2379",
          "--cacert=ca",
          "--cert=crt",
          "--key=key",
        ]),
      );
      expect(env).toEqual({
        ETCDCTL_API: "3",
        ETCDCTL_ENDPOINTS: undefined,
        ETCDCTL_CACERT: undefined,
        ETCDCTL_CERT: undefined,
        ETCDCTL_KEY: undefined,
      });
    }
  });

  it("withholds every variable that does not say how to reach etcd", async () => {
    let withheld: (name: string) => boolean = () => false;
    const inner = etcdctl((path) => writeFileSync(path, snapshot()));
    await source((command, args, options) => {
      withheld = options.withhold ?? withheld;
      return inner(command, args, options);
    });
    const names = ["WRITE_OUT", "HEX", "DEBUG", "CLUSTER", "API", "HELP", "NEW_FLAG", "write-out"];
    for (const name of names) expect([name, withheld(`ETCDCTL_${name}`)]).toEqual([name, true]);
    for (const name of ["ETCDUTL_WRITE_OUT", "ETCDUTL_HEX"]) expect(withheld(name)).toBe(true);
    for (const name of [
      "ENDPOINTS",
      "CACERT",
      "USER",
      "PASSWORD",
      "DIAL_TIMEOUT",
      "INSECURE_SKIP_TLS_VERIFY",
    ])
      expect([name, withheld(`ETCDCTL_${name}`)]).toEqual([name, false]);
    for (const name of ["PATH", "HOME", "HTTPS_PROXY", "ETCD_NAME"]) expect(withheld(name)).toBe(false);
  });

  it("leaves to etcdctl what is not given", async () => {
    await source(etcdctl((path) => writeFileSync(path, snapshot())));
    expect(calls.map(({ args, env }) => [args.length, env])).toEqual([
      [3, { ETCDCTL_API: "3" }],
      [3, { ETCDCTL_API: "3" }],
    ]);
  });

  it.each([
    ["a snapshot cut short", (path: string) => writeFileSync(path, snapshot().subarray(0, 5000)), "source"],
    ["a snapshot changed", (path: string) => writeFileSync(path, snapshot().fill(0, 0, 9)), "source"],
  ])("fails with %s, and leaves nothing", async (_, save, exit) => {
    await expect(source(etcdctl(save))).rejects.toMatchObject({
      exit,
      message: expect.stringContaining("the etcd snapshot"),
    });
    expect(readdirSync(dir())).toEqual([]);
  });

  it("fails when etcdctl fails, with its last words made harmless, and leaves nothing", async () => {
    await expect(source(etcdctl((path) => writeFileSync(`${path}.part`, "half"), 1))).rejects.toMatchObject({
      exit: "tool",
      message: "etcdctl snapshot save failed: 'last \\x1b[31mline'",
    });
    expect(readdirSync(dir())).toEqual([]);
  });

  it("fails when etcdctl is missing, and names its package", async () => {
    const missing: RunTool = async () => ({ status: undefined, stdout: "", stderr: "spawn etcdctl ENOENT" });
    await expect(source(missing)).rejects.toMatchObject({
      exit: "tool",
      hint: expect.stringContaining("etcd-client"),
    });
  });

  it("fails with several endpoints", async () => {
    await expect(
      source(
        etcdctl(() => {}),
        { endpoint: "http://a:1,http://b:1" },
      ),
    ).rejects.toMatchObject({ exit: "usage" });
    expect(calls).toEqual([]);
  });
});
