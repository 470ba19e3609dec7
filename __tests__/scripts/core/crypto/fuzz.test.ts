/**
 * Changed messages by the thousand: none opens, none crashes or hangs, and what leaves before the failure is the beginning
 * of the plaintext. `npm run fuzz` does a million; FUZZ_SEED=<number> repeats a run.
 */
import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { open as openHandle } from "node:fs/promises";
import { join } from "node:path";
import { WorkCrew } from "../../../../scripts/core/crew/work-crew";
import { MessageInspector } from "../../../../scripts/core/crypto/message/message-inspector";
import { openFile } from "../../../../scripts/core/crypto/message-files";
import { OperatorError } from "../../../../scripts/errors";
import { mutate, type Random, random } from "../../../helpers/judging/mutate";
import { rawKey, rawKeys } from "../../../helpers/kms/raw-keys";
import { cut, open, seal } from "../../../helpers/messages";
import { officialEncrypt } from "../../../helpers/processes/official";
import { openByThreads, parcelsOf } from "../../../helpers/stores/parcels";
import { useTempDir } from "../../../helpers/temp-dir";

const RUNS = Number(process.env.FUZZ_RUNS ?? 20_000);
/** Each takes a hundred times as long: files for threads are long. */
const FILE_RUNS = Math.ceil(RUNS / 1000);
/** Each waits for a thread, one after the other. */
const CREW_RUNS = Math.ceil(RUNS / 10);
const SEED = Number(process.env.FUZZ_SEED ?? 1);
/** Changes tried at the same time: alone, each mostly waits for the thread pool. What is changed is the same as one by one. */
const AT_ONCE = 20;
const CASE_TIMEOUT_MS = 10_000;
const MEMORY_GROWTH_MIB = 256;

interface Sample {
  readonly plaintext: Buffer;
  readonly message: Buffer;
}

async function samples(): Promise<Sample[]> {
  const text = Buffer.from("the quick brown fox jumps over the lazy dog, twice or three times".repeat(3));
  const context = { tier: "prod", ключ: "значение" };
  const long = Buffer.alloc(150_000, text);
  const made = [
    [text, seal(text, { frameLength: 16, context })],
    [text, seal(text, { frameLength: 64, context, signed: true })],
    [text, seal(text, { frameLength: 1000 }, rawKeys([rawKey(7), rawKey(8)]))],
    [Buffer.alloc(0), seal(Buffer.alloc(0))],
    [long, seal(long, { frameLength: 65_536, context })],
    [text, officialEncrypt(text, { suiteId: 0x0178, frameLength: 32, context })],
    [text, officialEncrypt(text, { suiteId: 0x0378, frameLength: 32, context })],
  ] as const;
  return Promise.all(made.map(async ([plaintext, message]) => ({ plaintext, message: await message })));
}

describe("a changed message", () => {
  it(
    `never opens (${RUNS} changes, FUZZ_SEED=${SEED})`,
    async () => {
      const all = await samples();
      const pick = random(SEED);
      const before = process.memoryUsage().rss;
      for (let run = 0; run < RUNS; run += AT_ONCE) {
        const problems = await Promise.all(Array.from({ length: AT_ONCE }, () => tried(all, pick)));
        for (const [index, problem] of problems.entries())
          if (problem !== undefined) throw new Error(`FUZZ_SEED=${SEED}, change ${run + index}: ${problem}`);
      }
      const grown = (process.memoryUsage().rss - before) / 1024 / 1024;
      expect(grown).toBeLessThan(MEMORY_GROWTH_MIB);
    },
    60_000 + RUNS * 30,
  );
});

describe("a changed object that threads fetch and open", () => {
  it(
    `never opens (${CREW_RUNS} changes, FUZZ_SEED=${SEED})`,
    async () => {
      const crew = new WorkCrew();
      try {
        const all = await samples();
        const pick = random(SEED);
        let byThreads = 0;
        for (let run = 0; run < CREW_RUNS; run++) {
          const [sample, other] = [all[pick(all.length)], all[pick(all.length)]];
          if (sample === undefined || other === undefined) throw new Error("no sample");
          const changed = mutate(sample.message, other.message, pick);
          if (all.some(({ message }) => message.equals(changed))) continue;
          const parcels = parcelsOf(changed, 1 + pick(changed.length));
          const passed = await inTime(
            openByThreads(parcels, crew, rawKeys(), { allowNonCommitting: true }).then(
              (value) => value ?? "for the stream",
            ),
          );
          if (passed === "for the stream") continue;
          byThreads += 1;
          const hex = changed.length < 2000 ? changed.toString("hex") : `${changed.length} bytes`;
          if (!(passed?.error instanceof OperatorError))
            throw new Error(
              `FUZZ_SEED=${SEED}, change ${run}: ${passed === undefined ? "it hangs" : (passed.error ?? "it opens")}: ${hex}`,
            );
          if (!all.some(({ plaintext }) => plaintext.subarray(0, passed.bytes.length).equals(passed.bytes)))
            throw new Error(`FUZZ_SEED=${SEED}, change ${run}: plaintext left that never was there: ${hex}`);
        }
        expect(byThreads).toBeGreaterThan(CREW_RUNS / 20);
      } finally {
        await crew.end();
      }
    },
    60_000 + CREW_RUNS * 30,
  );
});

describe("a changed file", () => {
  const dir = useTempDir();
  const keys = rawKeys();
  const FRAME = 64 * 1024;
  /** Long enough for threads. */
  const FRAMES = 260;

  async function opened(message: Buffer): Promise<unknown> {
    writeFileSync(join(dir(), "message"), message);
    const input = await openHandle(join(dir(), "message"), "r");
    const output = await openHandle(join(dir(), "opened"), "w");
    try {
      return await openFile(keys, {}, { input, output, signal: new AbortController().signal });
    } catch (error) {
      return error;
    } finally {
      await input.close();
      await output.close();
    }
  }

  /** Changes the head of a frame, the header or the end, where chance alone hardly looks; or anything. */
  function aimed(message: Buffer, other: Buffer, pick: Random): Buffer {
    const frameBytes = FRAME + 32;
    const first = message.length % frameBytes; // header and last frame together are shorter than a frame
    const places = [pick(first), first + pick(FRAMES) * frameBytes - pick(60), message.length - 1 - pick(60)];
    const at = Math.max(0, places[pick(places.length)] ?? 0);
    if (pick(2) === 0 || at >= message.length) return mutate(message, other, pick);
    const changed = Buffer.from(message);
    changed.writeUInt8(changed.readUInt8(at) ^ (1 << pick(8)), at);
    return changed;
  }

  it(
    `never opens through the threads (${FILE_RUNS} changes, FUZZ_SEED=${SEED})`,
    async () => {
      const message = await seal(randomBytes(FRAMES * FRAME + 7), { frameLength: FRAME });
      const other = await seal(randomBytes(3 * FRAME), { frameLength: FRAME });
      const pick = random(SEED);
      const before = process.memoryUsage().rss;
      expect(await opened(message)).toMatchObject({ format: "aws-encryption-sdk-v2" });
      for (let run = 0; run < FILE_RUNS; run++) {
        const changed = aimed(message, other, pick);
        if (changed.equals(message)) continue;
        let result = await inTime(opened(changed).then((value) => value ?? "for the stream"));
        if (result === "for the stream") result = (await open([changed])).error ?? "opened";
        if (!(result instanceof OperatorError))
          throw new Error(`FUZZ_SEED=${SEED}, changed file ${run}: ${JSON.stringify(result) ?? "it hangs"}`);
      }
      const grown = (process.memoryUsage().rss - before) / 1024 / 1024;
      expect(grown).toBeLessThan(MEMORY_GROWTH_MIB);
    },
    60_000 + FILE_RUNS * 2_000,
  );
});

/** Changes one message. @returns what is wrong, if anything is. */
async function tried(all: readonly Sample[], pick: Random): Promise<string | undefined> {
  const [sample, other] = [all[pick(all.length)], all[pick(all.length)]];
  if (sample === undefined || other === undefined) throw new Error("no sample");
  const changed = mutate(sample.message, other.message, pick);
  if (all.some(({ message }) => message.equals(changed))) return undefined;
  const chunks = cut(changed, [pick(changed.length + 1), pick(100)]);
  const passed = await inTime(open(chunks, rawKeys(), { allowNonCommitting: true }));
  const hex = changed.length < 2000 ? changed.toString("hex") : `${changed.length} bytes`;
  if (passed === undefined) return `it hangs: ${hex}`;
  const { error, bytes } = passed;
  if (error === undefined) return `it opens: ${hex}`;
  if (!(error instanceof OperatorError)) return `it crashes: ${(error as Error).stack}: ${hex}`;
  if (!all.some(({ plaintext }) => plaintext.subarray(0, bytes.length).equals(bytes)))
    return `plaintext left that never was there: ${hex}`;
  return inspected(chunks);
}

function inspected(chunks: readonly Buffer[]): string | undefined {
  const inspector = new MessageInspector();
  try {
    for (const chunk of chunks) inspector.push(chunk);
    inspector.finish();
  } catch (error) {
    if (!(error instanceof OperatorError)) return `its inspection crashes: ${(error as Error).stack}`;
  }
  return undefined;
}

async function inTime<T>(work: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), CASE_TIMEOUT_MS);
  });
  const result = await Promise.race([work, late]);
  clearTimeout(timer);
  return result;
}
