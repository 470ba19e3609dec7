import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { sealstack } from "../../helpers/cli";
import { seal } from "../../helpers/messages";
import { officialEncrypt } from "../../helpers/official";
import { rawKeys } from "../../helpers/raw-keys";
import { useTempDir } from "../../helpers/temp-dir";

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
    expect(stdout.toString()).toContain('"evil\\u001b[2J"');
  });

  it.each([
    ["nothing", Buffer.alloc(0), /the input is empty/],
    ["no message", Buffer.from("text"), /not a message/],
    ["half a header", Buffer.from("0204780000", "hex"), /truncated/],
  ])("fails on %s", async (_what, stdin, message) => {
    const { status, stderr } = await sealstack(["inspect", "-"], { env: {}, stdin });
    expect([status, stderr]).toEqual([5, expect.stringMatching(message)]);
  });

  it("fails on a missing file", async () => {
    expect(await sealstack(["inspect", join(dir(), "none")], { env: {} })).toMatchObject({ status: 3 });
  });
});
