import { randomBytes } from "node:crypto";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Services } from "../../../../scripts/commands/io";
import { passphraseCipher } from "../../../../scripts/core/crypto/passphrase/passphrase-cipher";
import { sealstack } from "../../../helpers/processes/cli";
import { memoryServices } from "../../../helpers/stores/memory-services";
import { MemoryStore } from "../../../helpers/stores/memory-store";
import { useTempDir } from "../../../helpers/temp-dir";

const ID = "p/in-20261122T014200Z.tar.gz.kms";
const OLD_ID = "p/in-20261121T014200Z.tar.gz.kms";

describe("sealstack list, verify and restore", () => {
  const dir = useTempDir();
  let store: MemoryStore;
  let services: Services;
  const at = (time: string) => () => new Date(`2026-11-${time}`);
  const run = (argv: readonly string[], now = at("22T03:00:00Z")) =>
    sealstack([...argv, "--bucket", "memory"], { services, now, env: {} });
  beforeEach(async () => {
    store = new MemoryStore();
    services = memoryServices(store);
    mkdirSync(join(dir(), "in"));
    writeFileSync(join(dir(), "in", "file"), "hello");
    for (const time of ["21T01:42:00Z", "22T01:42:00Z"])
      await run(["backup", "--prefix", "p", join(dir(), "in")], at(time));
  });

  it("list the newest first, with size, age and state", async () => {
    store.objects.delete("p/in-20261122T014200Z.manifest.json");
    const { stdout } = await run(["list"]);
    expect(
      stdout
        .toString()
        .replace(/(?<=gz.kms {2})\S+ \S+ +/g, "N B  ")
        .replace(/SIZE +/, "SIZE   "),
    ).toBe(
      [
        "ID                                SIZE   AGE   STATE",
        `${ID}  N B  1 h   incomplete: no manifest`,
        `${OLD_ID}  N B  25 h  complete`,
        "",
      ].join("\n"),
    );
  });

  it("list for scripts", async () => {
    const { stdout } = await run(["list", "--json"]);
    expect(JSON.parse(stdout.toString())).toMatchObject({
      backups: [
        { id: ID, createdAt: "2026-11-22T01:42:00.000Z", bytes: store.object(ID).length, complete: true },
        { id: OLD_ID },
      ],
    });
  });

  it("list nothing in words", async () => {
    expect((await run(["list", "--prefix", "q"])).stdout.toString()).toBe(
      "no backups below s3://memory/q/\n",
    );
  });

  it("verify the latest unless told otherwise, and write nothing", async () => {
    const { status, stdout, stderr } = await run(["verify"]);
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout.toString().split("\n").slice(0, 2)).toEqual([
      `verified ${ID}`,
      expect.stringMatching(/^ {2}made {3}2026-11-22T01:42:00.000Z on \S+ from files$/),
    ]);
    expect(stdout.toString()).toContain(`sealstack restore --bucket memory --key arn:`);
    expect(readdirSync(dir())).toEqual(["in"]);
    expect((await run(["verify", OLD_ID])).stdout.toString()).toContain(`verified ${OLD_ID}`);
  });

  it("verify warns of a newer backup that is incomplete", async () => {
    store.objects.delete("p/in-20261122T014200Z.manifest.json");
    const { stdout, stderr } = await run(["verify", "latest"]);
    expect(stdout.toString()).toContain(`verified ${OLD_ID}`);
    expect(stderr).toBe(`sealstack: warning: ${ID} is newer, but has no manifest\n`);
    expect((await run(["verify", ID])).stderr).toContain("has no manifest: it is listed as incomplete");
  });

  describe("verify --quick", () => {
    const LONG_ID = "p/long-20261122T020000Z.tar.gz.kms";
    const quick = (...argv: readonly string[]) => run(["verify", "--quick", LONG_ID, ...argv]);
    const FRAME = 64 * 1024; // of the tests' cipher
    beforeEach(async () => {
      writeFileSync(join(dir(), "long"), randomBytes(40 * FRAME));
      await run(["backup", "--prefix", "p", join(dir(), "long")], at("22T02:00:00Z"));
    });

    it("reads a few places, and says plainly what that proves and what not", async () => {
      const { status, stdout, stderr } = await quick();
      expect([status, stderr]).toEqual([0, ""]);
      expect(stdout.toString().split("\n").slice(0, 4)).toEqual([
        `looked at ${LONG_ID}: quick, not every byte`,
        "  proved    its header, its last frame and 8 of the other 40, chosen at random, are authentic; nothing is missing at its end, and nothing follows",
        "  unproved  32 of 41 frames were not read; the archive inside and the digests of its files",
        expect.stringMatching(/^ {2}read {6}\d+ KiB of 2\.5 MiB in /),
      ]);
      expect(stdout.toString()).toMatch(/next {6}sealstack verify --bucket memory --key arn:\S+ p\/long/);
    });

    it("tells scripts that it was not all, and how little was fetched", async () => {
      const found = JSON.parse((await quick("--json")).stdout.toString());
      expect(found).toMatchObject({ id: LONG_ID, verified: "quick", manifest: true, frames: 41 });
      expect(found.checkedFrames).toHaveLength(9);
      expect(found.fetchedBytes).toBeLessThan(9 * FRAME + 60_000);
      const short = JSON.parse((await run(["verify", "--quick", "--json", ID])).stdout.toString());
      expect(short).toMatchObject({ frames: 1, checkedFrames: [1] });
    });

    it.each([
      ["the payload is cut", (bytes: Buffer) => bytes.subarray(0, -FRAME), 5, "is truncated"],
      ["bytes follow", (bytes: Buffer) => Buffer.concat([bytes, Buffer.from("x")]), 5, "other bytes follow"],
      ["the last frame is changed", (bytes: Buffer) => flip(bytes, -1), 5, "frame 41 was damaged"],
      ["the header is changed", (bytes: Buffer) => flip(bytes, 20), 5, "header"],
    ])("fails when %s", async (_, change, expected, problem) => {
      store.objects.set(LONG_ID, change(store.object(LONG_ID)));
      const { status, stdout, stderr } = await quick();
      expect([status, stdout.length, stderr]).toEqual([expected, 0, expect.stringContaining(problem)]);
    });

    it("fails with another context, a missing payload, and a manifest that says otherwise", async () => {
      expect((await quick("--context", "a=b")).status).toBe(6);
      const manifest = "p/long-20261122T020000Z.manifest.json";
      const text = store.object(manifest).toString();
      store.objects.set(
        manifest,
        Buffer.from(text.replace(/"ciphertextBytes": \d+/, '"ciphertextBytes": 5')),
      );
      const said = await quick();
      expect([said.status, said.stderr]).toEqual([
        5,
        expect.stringContaining("the manifest says ciphertextBytes '5'"),
      ]);
      store.objects.delete(manifest);
      expect(await quick()).toMatchObject({ status: 0, stderr: expect.stringContaining("has no manifest") });
      store.objects.delete(LONG_ID);
      expect((await quick()).status).toBe(10);
    });

    it("fails with a passphrase, saying why", async () => {
      const services = memoryServices(store, passphraseCipher("x", 10));
      const id = ID.replace(".kms", ".age");
      const { status, stderr } = await sealstack(["verify", "--quick", "--bucket", "memory", id], {
        services,
        env: {},
      });
      expect([status, stderr]).toEqual([2, expect.stringContaining("leave out --quick")]);
    });
  });

  it("restore to a new directory, and say so", async () => {
    const { status, stdout } = await run(["restore", "latest", join(dir(), "out")]);
    expect(status).toBe(0);
    expect(stdout.toString()).toContain(`restored ${ID} to ${join(dir(), "out")}`);
    expect(readdirSync(join(dir(), "out"))).toEqual(["file"]);
  });

  it.each([
    ["an id that is none", ["restore", "newest", "OUT"], 2, "is not the id of a backup"],
    ["no directory", ["restore", "latest"], 2, "missing required argument"],
    ["a backup that is not there", ["restore", ID.replace("2026", "2025"), "OUT"], 10, "no such object"],
    [
      "a name that has no backups",
      ["restore", "--name", "other", "latest", "OUT"],
      10,
      "no complete backup below",
    ],
    ["a target in use", ["restore", "latest", "in"], 4, "is a directory that is not empty"],
    ["a context that it does not have", ["restore", "--context", "a=b", "latest", "OUT"], 6, "'a'"],
  ])("restore fails with %s, and leaves nothing", async (_, argv, expected, problem) => {
    const placed = argv.map((word) => (word === "OUT" || word === "in" ? join(dir(), word) : word));
    const { status, stdout, stderr } = await run(placed);
    expect([status, stdout.length]).toEqual([expected, 0]);
    expect(stderr).toContain(problem);
    expect(stderr).toMatch(/^sealstack: error: .*\n/);
    expect(readdirSync(dir())).toEqual(["in"]);
  });

  it("errors are JSON with --json", async () => {
    const { stderr, stdout } = await run(["verify", "--json", "--prefix", "q"]);
    expect(stdout.length).toBe(0);
    expect(JSON.parse(stderr)).toEqual({
      error: {
        exit: "notFound",
        status: 10,
        message: "no complete backup below s3://memory/q/",
        hint: "check --bucket, --prefix and --name",
      },
    });
  });
});

function flip(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  const index = at < 0 ? copy.length + at : at;
  copy.writeUInt8(copy.readUInt8(index) ^ 1, index);
  return copy;
}
