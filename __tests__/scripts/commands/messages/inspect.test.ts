import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { passphraseCipher } from "../../../../scripts/core/crypto/passphrase/passphrase-cipher";
import { rawKeys } from "../../../helpers/kms/raw-keys";
import { pass, seal } from "../../../helpers/messages";
import { sealstack } from "../../../helpers/processes/cli";
import { officialEncrypt } from "../../../helpers/processes/official";
import { memoryServices } from "../../../helpers/stores/memory-services";
import { MemoryStore } from "../../../helpers/stores/memory-store";
import { useTempDir } from "../../../helpers/temp-dir";

const FRAME = 64 * 1024;
const SIZE = 5 * FRAME + 7;

describe("inspect", () => {
  const dir = useTempDir();

  /** What it says of a file and of a pipe, which must be the same. */
  async function inspected(message: Buffer): Promise<Record<string, unknown>> {
    const file = join(dir(), "message");
    writeFileSync(file, message);
    const ofFile = await sealstack(["inspect", "--json", file], { env: {} });
    const ofPipe = await sealstack(["inspect", "--json", "-"], { env: {}, stdin: message });
    expect(ofFile).toMatchObject({ status: 0, stderr: "" });
    const [one, other] = [ofFile, ofPipe].map(({ stdout }) => JSON.parse(stdout.toString()));
    expect({ ...one, file: "-" }).toEqual(other);
    return one;
  }

  it("tells suite, keys, context, frames and sizes without a key", async () => {
    const message = await seal(randomBytes(SIZE), { context: { tier: "prod" }, frameLength: FRAME });
    expect(await inspected(message)).toMatchObject({
      status: "complete",
      authenticated: false,
      formatVersion: 2,
      suite: "0x0478",
      committing: true,
      signed: false,
      keys: [{ provider: "test" }],
      context: { tier: "prod" },
      frameLength: FRAME,
      frames: 6,
      plaintextBytes: SIZE,
      messageBytes: message.length,
      trailingBytes: 0,
    });
  });

  it("follows signed messages with short frames, and those of format version 1", async () => {
    const signed = await officialEncrypt(randomBytes(10_000), { suiteId: 0x0578, frameLength: 10 });
    expect(await inspected(signed)).toMatchObject({
      status: "complete",
      signed: true,
      plaintextBytes: 10_000,
      messageBytes: signed.length,
    });
    const old = await officialEncrypt(randomBytes(10_000), { suiteId: 0x0178 });
    expect(await inspected(old)).toMatchObject({ status: "complete", formatVersion: 1, committing: false });
  });

  it("tells truncated messages, messages with bytes after them, and broken framing", async () => {
    const message = await seal(randomBytes(SIZE), { frameLength: FRAME });
    expect(await inspected(message.subarray(0, -1))).toMatchObject({ status: "truncated", frames: 5 });
    expect(await inspected(Buffer.concat([message, Buffer.alloc(70_000)]))).toMatchObject({
      status: "followed by other bytes",
      messageBytes: message.length,
      trailingBytes: 70_000,
    });
    const broken = Buffer.from(message);
    broken.writeUInt32BE(9, message.length - 40 - 7 - (FRAME + 32));
    expect(await inspected(broken)).toMatchObject({
      status: "damaged",
      problem: expect.stringMatching(/frame 9 stands where frame 5/),
    });
  });

  it("prints no terminal controls from a header", async () => {
    const keys = rawKeys([{ namespace: "evil\u001b[2J", name: "n", key: Buffer.alloc(32) }]);
    const message = await seal(Buffer.from("x"), { context: { "a\u001b]0;": "\u202eb" } }, keys);
    const { status, stdout } = await sealstack(["inspect", "-"], { env: {}, stdin: message });
    expect(status).toBe(0);
    for (const control of ["\u001b", "\u202e"]) expect(stdout.includes(control)).toBe(false);
    expect(stdout.toString()).toContain("evil\\x1b[2J");
  });

  it.each([
    ["nothing", Buffer.alloc(0), /the input is empty/],
    ["no message", Buffer.from("text"), /not a message/],
    ["half a header", Buffer.from("0204780000", "hex"), /truncated/],
  ])("fails on %s", async (_what, stdin, message) => {
    const { status, stderr } = await sealstack(["inspect", "-"], { env: {}, stdin });
    expect([status, stderr]).toEqual([5, expect.stringMatching(message)]);
  });

  describe("of an object", () => {
    const ID = "p/in-20261122T014200Z.tar.gz.kms";
    const store = new MemoryStore();
    const run = (...argv: readonly string[]) =>
      sealstack(["inspect", ...argv], { env: {}, services: memoryServices(store) });
    let message: Buffer;
    beforeAll(async () => {
      message = await seal(randomBytes(20 * FRAME + 7), { frameLength: FRAME });
      store.objects.set(ID, message);
      store.objects.set("any/name", message.subarray(0, -1));
      store.objects.set("p/in-20261122T014200Z.manifest.json", Buffer.from("{}"));
    });

    it.each([
      ["by its place", [`s3://memory/${ID}`]],
      ["by its id", ["--bucket", "memory", ID]],
      ["as the latest", ["--bucket", "memory", "--prefix", "p", "latest"]],
    ])("says the same as of a file, from a few places: %s", async (_, argv) => {
      const { status, stdout, stderr } = await run("--json", ...argv);
      expect([status, stderr]).toEqual([0, ""]);
      const { object, objectBytes, fetchedBytes, ...report } = JSON.parse(stdout.toString());
      const { file: _file, ...ofFile } = await inspected(message);
      expect(report).toEqual(ofFile);
      expect([object, objectBytes]).toEqual([`s3://memory/${ID}`, message.length]);
      expect(fetchedBytes).toBeLessThan(50_000);
    });

    it("says in words how little was read", async () => {
      const { stdout } = await run("s3://memory/any/name");
      expect(stdout.toString()).toMatch(/^status {6}truncated; not authenticated/);
      expect(stdout.toString()).toMatch(
        /\nread {8}\d+ KiB of 1\.3 MiB: header and end; the frames in between were only counted\n$/,
      );
    });

    it("prefers a file of that name", async () => {
      const file = join(dir(), "in-20261122T014200Z.tar.gz.kms");
      writeFileSync(file, message.subarray(0, -1));
      const { stdout } = await run("--json", "--bucket", "memory", file);
      expect(JSON.parse(stdout.toString())).toMatchObject({ file, status: "truncated" });
    });

    it.each([
      ["an object that is not there", ["s3://memory/none"], 10, "no such object"],
      ["a bucket alone", ["s3://memory"], 2, "names no object"],
      ["an id without a bucket", [ID], 3, "no bucket to look for such a backup"],
    ])("fails with %s", async (_, argv, expected, problem) => {
      const { status, stderr } = await run(...argv);
      expect([status, stderr]).toEqual([expected, expect.stringContaining(problem)]);
    });
  });

  describe("of an age file", () => {
    let file: Buffer;
    beforeAll(async () => {
      const { bytes } = await pass(passphraseCipher("a passphrase", 10).seal({}), [randomBytes(200_000)]);
      file = bytes;
    });

    it("tells its recipients and how much is inside", async () => {
      expect(await inspected(file)).toMatchObject({
        format: "age-v1",
        status: "of a possible length",
        authenticated: false,
        recipients: [{ type: "scrypt" }],
        plaintextBytes: 200_000,
        fileBytes: file.length,
      });
      const { stdout } = await sealstack(["inspect", "-"], { env: {}, stdin: file });
      expect(stdout.toString()).toContain("recipient   a passphrase (scrypt, work factor 2^10)\n");
    });

    it("tells lengths that no file has", async () => {
      const payload = file.indexOf("\n", file.indexOf("\n--- ") + 1) + 1;
      const chunk = 65_536 + 16;
      for (const length of [0, 10, 16, 31, 16 + chunk + 1, 16 + chunk + 16, 16 + 2 * chunk + 15])
        expect(await inspected(file.subarray(0, payload + length))).toMatchObject({ status: "truncated" });
      for (const [length, plaintextBytes] of [
        [32, 0],
        [16 + chunk, 65_536],
        [16 + chunk + 17, 65_537],
      ] as const)
        expect(await inspected(file.subarray(0, payload + length))).toMatchObject({
          status: "of a possible length",
          plaintextBytes,
        });
      expect(await inspected(file.subarray(0, -100))).toMatchObject({
        status: "of a possible length",
        plaintextBytes: 199_900,
      });
    });

    it("fails when its header is cut, or does not end", async () => {
      const endless = Buffer.concat([file.subarray(0, 60), Buffer.alloc(300_000, "a")]);
      for (const stdin of [file.subarray(0, 100), endless])
        expect((await sealstack(["inspect", "-"], { env: {}, stdin })).status).toBe(5);
    });
  });

  it("fails on a missing file", async () => {
    expect(await sealstack(["inspect", join(dir(), "none")], { env: {} })).toMatchObject({ status: 3 });
  });
});
