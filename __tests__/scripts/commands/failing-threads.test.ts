/** Threads that cannot start, or end before their work does: one error, nothing published, and no descriptor used behind its owner's back. */
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import { openFile, sealFile } from "../../../scripts/core/crypto/message-files";
import type { MessageCipher } from "../../../scripts/core/ports";
import { rawCipher } from "../../helpers/kms/raw-cipher";
import { rawKeys } from "../../helpers/kms/raw-keys";
import { type Ran, sealstack } from "../../helpers/processes/cli";
import { threads } from "../../helpers/processes/failing-threads";
import { memoryServices } from "../../helpers/stores/memory-services";
import { MemoryStore } from "../../helpers/stores/memory-store";
import { useTempDir } from "../../helpers/temp-dir";

jest.mock("node:worker_threads", () => require("../../helpers/processes/failing-threads").failingThreads());
jest.mock("node:os", () => ({ ...jest.requireActual("node:os"), availableParallelism: () => 4 }));

const MIB = 1024 * 1024;
const ON_MESSAGE = (code: string): string =>
  `require("node:worker_threads").parentPort.on("message", () => { ${code} });`;

/** How a thread fails, and what is said of it. Threads that are asked do so when they are, the others when they begin. */
const FAILURES = [
  ["cannot start", "cannot start", "cannot start a thread: ERR_WORKER_INIT_FAILED"],
  [
    "ends with a status",
    { code: "process.exit(3)" },
    "a thread ended with status 3 before its work was done",
  ],
  ["ends without a word", { code: "" }, "a thread ended with status 0 before its work was done"],
  ["throws", { code: "throw new Error('thrown')" }, "Error: thrown"],
] as const;

describe("threads", () => {
  const dir = useTempDir();
  const path = (name: string): string => join(dir(), name);
  let store: MemoryStore;
  let unhandled: unknown[];
  const onUnhandled = (error: unknown): void => void unhandled.push(error);
  beforeEach(() => {
    store = new MemoryStore();
    unhandled = [];
    process.on("unhandledRejection", onUnhandled);
  });
  afterEach(() => {
    process.off("unhandledRejection", onUnhandled);
    threads.fail();
    expect(unhandled).toEqual([]);
  });
  afterAll(() => threads.cleanUp());

  /** With the fast way from file to file, under a raw key. */
  const cipher = (): MessageCipher => ({
    ...rawCipher(),
    sealFile: (files, context) => sealFile(rawKeys(), { context }, files),
    openFile: (files) => openFile(rawKeys(), {}, files),
  });
  const run = (...argv: readonly string[]): Promise<Ran> =>
    sealstack([...argv], { services: memoryServices(store, cipher()), env: {} });

  /** Every thread is over, and all that was said is one error. */
  function assertOneError({ status, stdout, stderr }: Ran, says: string): void {
    expect(threads.running()).toBe(0);
    expect(stdout.toString()).toBe("");
    expect(stderr.match(/sealstack: error: /g)).toHaveLength(1);
    expect(stderr).toContain(says);
    expect(status).toBe(says.startsWith("Error") ? 1 : 13);
  }

  describe.each([1, 2, 3])("of a file, when number %d", (at) => {
    it.each(FAILURES)("%s", async (_, how, says) => {
      writeFileSync(path("plain"), randomBytes(20 * MIB));
      threads.fail({ kind: "frame-worker.js", at, how });
      assertOneError(await run("encrypt", "--in", path("plain"), "--out", path("sealed")), says);
      expect(readdirSync(dir())).toEqual(["plain"]);
      threads.fail();
      expect(await run("encrypt", "--in", path("plain"), "--out", path("sealed"))).toMatchObject({
        status: 0,
      });
      threads.fail({ kind: "frame-worker.js", at, how });
      assertOneError(
        await run("decrypt", "--any-context", "--in", path("sealed"), "--out", path("again")),
        says,
      );
      expect(readdirSync(dir()).sort()).toEqual(["plain", "sealed"]);
    });
  });

  it("of a file are over before its descriptors are closed, so that nothing gets into another file", async () => {
    writeFileSync(path("plain"), Buffer.alloc(20 * MIB, "plaintext"));
    // Goes on as long as it is let, and then writes once more.
    const slow = `
      require("node:worker_threads").parentPort.once("message", ({ next, frames, output }) => {
        for (const end = Date.now() + 30_000; Atomics.load(next, 0) < frames && Date.now() < end; ) Atomics.wait(next, 0, 0, 10);
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
        require("node:fs").writeSync(output, "plaintext", 0);
      });`;
    threads.fail(
      { kind: "frame-worker.js", at: 1, how: { code: slow } },
      { kind: "frame-worker.js", at: 2, how: { code: ON_MESSAGE("process.exit(3)") } },
    );
    const input = await open(path("plain"));
    const output = await open(path("output"), "w");
    const { fd } = output;
    const signal = new AbortController().signal;
    await expect(sealFile(rawKeys(), { context: {} }, { input, output, signal })).rejects.toThrow(
      "a thread ended with status 3",
    );
    expect(readFileSync(path("output"), "utf8")).toMatch(/^plaintext/); // the other one was waited for
    await output.close();
    const others: FileHandle[] = [await open(path("other"), "w")];
    expect(others[0]?.fd).toBe(fd); // which is what makes it dangerous
    await threads.over();
    expect(readFileSync(path("other"), "utf8")).toBe("");
    for (const handle of [input, ...others]) await handle.close();
  });

  it("of a file are over when there is no key, for which they were started", async () => {
    writeFileSync(path("plain"), randomBytes(20 * MIB));
    threads.fail();
    const refused = { ...rawKeys(), generate: () => Promise.reject(new Error("no key")) };
    const input = await open(path("plain"));
    const output = await open(path("output"), "w");
    const signal = new AbortController().signal;
    const files = { input, output, signal };
    await expect(sealFile(refused, { context: {} }, files)).rejects.toThrow("no key");
    expect(threads.begun("frame-worker.js")).toBe(4);
    expect(threads.running()).toBe(0);
    await Promise.all([input.close(), output.close()]);
  });

  const tree = (): string => {
    mkdirSync(path("tree"));
    // More blocks than threads, each of two members of gzip.
    for (let file = 0; file < 12; file += 1)
      writeFileSync(path(`tree/${file}`), Buffer.concat([randomBytes(MIB / 2), Buffer.alloc(MIB / 2)]));
    return path("tree");
  };
  const whenAsked = (how: (typeof FAILURES)[number][1]) =>
    how === "cannot start" ? how : { code: how.code === "" ? "" : ON_MESSAGE(how.code) };

  describe.each([
    ["block-worker.js", 1],
    ["block-worker.js", 3],
    ["seal-worker.js", 1],
  ])("of a backup (%s), when number %d", (kind, at) => {
    it.each(FAILURES)("%s", async (_, how, says) => {
      const argv = ["backup", "--bucket", "b", "--name", "n", tree()];
      threads.fail({ kind, at, how: whenAsked(how) });
      assertOneError(await run(...argv), says);
      expect(threads.begun(kind)).toBeGreaterThanOrEqual(how === "cannot start" ? at - 1 : at);
      expect([...store.objects.keys()]).toEqual([]);
    });
  });

  describe.each([
    [1, false],
    [3, false],
    [1, true],
    [2, true],
  ])("of a restore, when number %d (of those that fetch: %s)", (at, inParcels) => {
    it.each(FAILURES)("%s", async (_, how, says) => {
      store.inParcels = inParcels;
      await run("backup", "--bucket", "b", "--name", "n", tree());
      threads.fail({ kind: "crew-worker.js", at, how: whenAsked(how) });
      assertOneError(await run("restore", "--bucket", "b", "latest", path("restored")), says);
      expect(threads.begun("crew-worker.js")).toBeGreaterThanOrEqual(how === "cannot start" ? at - 1 : at);
      expect(existsSync(path("restored"))).toBe(false);
      expect(readdirSync(dir())).toEqual(["tree"]);
    });
  });
});
