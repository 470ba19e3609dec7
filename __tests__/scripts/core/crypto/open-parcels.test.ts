import { createHash, randomBytes } from "node:crypto";
import { WorkCrew } from "../../../../scripts/core/crew/work-crew";
import type { Parcels } from "../../../../scripts/core/ports";
import { OperatorError } from "../../../../scripts/errors";
import { ourKeys, ours } from "../../../../vectors/answers";
import { VECTORS } from "../../../../vectors/list";
import { rawKey, rawKeys } from "../../../helpers/kms/raw-keys";
import { listenersWithoutWarning } from "../../../helpers/listeners";
import { seal } from "../../../helpers/messages";
import { openByThreads, parcelsOf } from "../../../helpers/stores/parcels";

const MIB = 1024 * 1024;

describe("a message that threads open", () => {
  let crew: WorkCrew;
  beforeAll(() => {
    crew = new WorkCrew();
  });
  afterAll(() => crew.end());

  it.each([
    [16, 0],
    [16, 15],
    [16, 16],
    [16, 1000],
    [64 * 1024, 5 * MIB + 7],
    [64 * 1024, 4 * MIB],
    [MIB, 0],
    [MIB, 9 * MIB],
    [MIB, 9 * MIB + 1],
    [4 * MIB, 9 * MIB],
  ])("with frames of %d bytes holds %d bytes", async (frameLength, length) => {
    const plaintext = randomBytes(length);
    const message = await seal(plaintext, { frameLength });
    for (const firstBytes of [300, 4096, 3 * MIB, message.length]) {
      const passed = await openByThreads(parcelsOf(message, firstBytes), crew);
      if (passed?.error !== undefined) throw passed.error;
      expect(passed?.bytes.equals(plaintext)).toBe(true);
      expect(passed?.sha256).toBe(createHash("sha256").update(message).digest("hex"));
      expect(passed?.header).toMatchObject({ format: "aws-encryption-sdk-v2" });
    }
  });

  it("is one for the stream when it is signed, unframed, cut in its header, or not as long as its frames say", async () => {
    const signed = await seal(Buffer.from("text"), { signed: true });
    const whole = await seal(Buffer.alloc(64), { frameLength: 64 });
    for (const parcels of [
      parcelsOf(signed),
      parcelsOf(await seal(Buffer.alloc(64), { frameLength: 8 * MIB })),
      parcelsOf(whole, 20),
      parcelsOf(whole.subarray(0, -130)),
    ])
      expect(await openByThreads(parcels, crew)).toBeUndefined();
  });

  it.each([
    ["a bit of a tag", (m: Buffer) => flip(m, m.length - 1), "frame 10 was damaged"],
    ["a bit of a frame in the middle", (m: Buffer) => flip(m, Math.floor(m.length / 2)), "was damaged"],
    [
      "a frame that is left out",
      (m: Buffer) => Buffer.concat([m.subarray(0, -9 * 1056 - 400), m.subarray(-8 * 1056 - 400)]),
      "",
    ],
    ["the end", (m: Buffer) => m.subarray(0, m.length - 1056), "it ends before its last frame"],
  ])("fails with changed %s, and nothing of the frame leaves", async (_, change, says) => {
    const plaintext = randomBytes(9 * 1024 + 100);
    const message = await seal(plaintext, { frameLength: 1024 });
    const passed = await openByThreads(parcelsOf(change(message), 2000), crew);
    expect(passed?.error).toBeInstanceOf(OperatorError);
    expect(passed?.error).toMatchObject({ exit: "notAuthentic", message: expect.stringContaining(says) });
    expect(plaintext.subarray(0, passed?.bytes.length).equals(passed?.bytes ?? plaintext)).toBe(true);
  });

  it("fails under another key before anything leaves", async () => {
    const message = await seal(randomBytes(9000), { frameLength: 1024 });
    const passed = await openByThreads(parcelsOf(message), crew, rawKeys([rawKey(8)]));
    expect(passed).toMatchObject({ error: { exit: "key" }, bytes: Buffer.alloc(0) });
  });

  it("has a signal that all requests at once can listen to, without a warning from Node.js", async () => {
    const limits: number[] = [];
    const parcels = parcelsOf(await seal(randomBytes(9000), { frameLength: 1024 }));
    const fill: Parcels["fill"] = (from, into, by, signal) => {
      limits.push(listenersWithoutWarning(signal));
      return parcels.fill(from, into, by, signal);
    };
    await openByThreads({ ...parcels, fill }, crew);
    expect(new Set(limits)).toEqual(new Set([0]));
  });

  it("passes on what its parcels fail with, and ends what is on its way", async () => {
    const message = await seal(randomBytes(40 * MIB), { frameLength: MIB });
    const parcels = parcelsOf(message);
    let begun = 0;
    let ended = 0;
    const failing: Parcels = {
      ...parcels,
      fill: async (from, into, by, signal) => {
        begun += 1;
        if (begun === 2) throw new Error("the line is cut");
        if (begun < 2) return parcels.fill(from, into, by, signal);
        await new Promise((_, reject) => {
          signal.addEventListener("abort", () => reject(signal.reason));
        }).finally(() => {
          ended += 1;
        });
      },
    };
    const passed = await openByThreads(failing, crew);
    expect(passed?.error).toMatchObject({ message: "the line is cut" });
    expect([begun > 2, begun - ended]).toEqual([true, 2]);
  });

  it.each(VECTORS)("answers $group-$name as the stream does, or leaves it to that", async ({ message }) => {
    const passed = await openByThreads(parcelsOf(message), crew, ourKeys);
    const { accepted, plaintext, message: says } = await ours(message);
    if (passed === undefined) return;
    expect([passed.error === undefined, (passed.error as Error | undefined)?.message ?? ""]).toEqual([
      accepted,
      says,
    ]);
    if (accepted) expect(passed.bytes).toEqual(plaintext);
  });

  it("opens every valid vector that is framed and not signed", async () => {
    const valid = VECTORS.filter(({ plaintext }) => plaintext !== undefined);
    const left = [];
    for (const { name, message } of valid)
      if ((await openByThreads(parcelsOf(message), crew, ourKeys)) === undefined) left.push(name);
    expect(left).toEqual(["unframed", "signed"]);
  });
});

function flip(message: Buffer, at: number): Buffer {
  const changed = Buffer.from(message);
  changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
  return changed;
}
