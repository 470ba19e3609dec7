/** The local driver with a function that is scripted; what the real one does stands in the tests of tasks. */
import { createReadStream, existsSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { type DriveSurroundings, drive } from "../../../../../scripts/core/fleet/local/drive";
import { rowsOfReport } from "../../../../../scripts/core/fleet/report/folder";
import type { Invocation, ResultCode } from "../../../../../scripts/core/fleet/tasks/invocation";
import { listenersWithoutWarning } from "../../../../helpers/listeners";
import { useTempDir } from "../../../../helpers/temp-dir";

const KEY = "arn:aws:kms:eu-central-1:111122223333:key/a";
const SETTINGS = { operation: "verify", keys: [KEY], fromKeys: [], toKeys: [], prove: false } as const;

type Answer = readonly [ResultCode, string];

describe("the local driver", () => {
  const dir = useTempDir();
  const keys = (count: number): string[] => Array.from({ length: count }, (_, at) => `p/k${at}`);
  let places = 0;

  const prepared = (count: number) => {
    places += 1;
    const manifest = join(dir(), `m${places}.csv`);
    writeFileSync(
      manifest,
      keys(count)
        .map((key) => `b,${key}\n`)
        .join(""),
    );
    return { manifest, report: join(dir(), `r${places}`), settings: SETTINGS, concurrency: 8, kmsRate: 1e6 };
  };
  const surroundings = (
    answer: (key: string, event: Invocation) => Promise<Answer> | Answer,
    signal = new AbortController().signal,
  ): DriveSurroundings => ({
    invoke: async (sent) => {
      const event = sent as Invocation;
      const [{ taskId, s3Key }] = event.tasks as [Invocation["tasks"][number]];
      const [resultCode, resultString] = await answer(s3Key, event);
      const { invocationSchemaVersion, invocationId } = event;
      return {
        invocationSchemaVersion,
        invocationId,
        treatMissingKeysAs: "PermanentFailure",
        results: [{ taskId, resultCode, resultString }],
      };
    },
    signal,
    now: () => new Date("2026-11-28T12:00:00Z"),
    firstWaitMs: 1,
  });
  const reported = async (report: string) => {
    const rows = [];
    const folder = { name: report, open: async (path: string) => createReadStream(join(report, path)) };
    for await (const row of rowsOfReport(folder)) rows.push(row);
    return rows;
  };

  it("has a signal that the requests of all objects can listen to, without a warning from Node.js", async () => {
    const limits: number[] = [];
    const { invoke, ...others } = surroundings(() => ["Succeeded", ""]);
    const listening: DriveSurroundings["invoke"] = (event, deadline) => {
      limits.push(listenersWithoutWarning(deadline.signal));
      return invoke(event, deadline);
    };
    await drive(prepared(1), { ...others, invoke: listening });
    expect(limits).toEqual([0]);
  });

  it("asks the function for each object once, and writes the report of S3 Batch Operations", async () => {
    const request = prepared(20);
    const seen: string[] = [];
    const answer = (key: string, event: Invocation): Answer => {
      seen.push(key);
      expect(event.job.userArguments).toEqual({ operation: "verify", keys: KEY });
      return key.endsWith("7")
        ? ["PermanentFailure", 'Damaged: it is, "indeed"']
        : ["Succeeded", "Verified: 1"];
    };
    expect(await drive(request, surroundings(answer))).toMatchObject({ rows: 20, before: 0 });
    expect(seen.sort()).toEqual(keys(20).sort());
    const rows = await reported(request.report);
    expect(rows.map(({ key }) => key).sort()).toEqual(keys(20).sort());
    expect(rows.filter(({ status }) => status === "failed")).toEqual(
      ["p/k7", "p/k17"].map((key) => ({
        bucket: "b",
        key,
        versionId: undefined,
        status: "failed",
        code: "PermanentFailure",
        message: 'Damaged: it is, "indeed"',
      })),
    );
    expect(JSON.parse(readFileSync(join(request.report, "manifest.json"), "utf8"))).toMatchObject({
      Format: "Report_CSV_20180820",
      Results: [
        { TaskExecutionStatus: "succeeded", Key: "results/succeeded.csv" },
        { TaskExecutionStatus: "failed", Key: "results/failed.csv" },
      ],
    });
    // Again: nothing is left to do, and nothing is done.
    const none = surroundings(() => {
      throw new Error("asked again");
    });
    expect(await drive(request, none)).toMatchObject({ rows: 20, before: 20 });
  });

  it("tries again what fails for a while, and only that", async () => {
    const request = prepared(3);
    const tries = new Map<string, number>();
    const answer = (key: string): Answer => {
      const count = (tries.get(key) ?? 0) + 1;
      tries.set(key, count);
      if (key === "p/k0")
        return count < 3 ? ["TemporaryFailure", "Unavailable: x"] : ["Succeeded", "Verified: 1"];
      return key === "p/k1" ? ["TemporaryFailure", "Unavailable: y"] : ["PermanentFailure", "Gone: z"];
    };
    await drive(request, surroundings(answer));
    expect(Object.fromEntries(tries)).toEqual({ "p/k0": 3, "p/k1": 5, "p/k2": 1 });
    expect((await reported(request.report)).map(({ key, code }) => `${key} ${code}`).sort()).toEqual([
      "p/k0 ",
      "p/k1 TemporaryFailure",
      "p/k2 PermanentFailure",
    ]);
  });

  it("goes on where it was, whenever it was ended and whatever of its last row was written", async () => {
    const end = fc.record({ after: fc.nat(59), torn: fc.nat(12), slow: fc.nat(59) });
    await fc.assert(
      fc.asyncProperty(end, async ({ after, torn, slow }) => {
        const request = prepared(60);
        const stop = new AbortController();
        const done = new Map<string, number>();
        let asked = 0;
        const answer = async (key: string): Promise<Answer> => {
          asked += 1;
          if (asked > after) stop.abort(new Error("killed"));
          stop.signal.throwIfAborted();
          if (key === `p/k${slow}`) for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
          done.set(key, (done.get(key) ?? 0) + 1);
          return ["Succeeded", `Verified: ${key}`];
        };
        await expect(drive(request, surroundings(answer, stop.signal))).rejects.toThrow("killed");
        const first = done.size;
        const progress = join(request.report, "progress.csv");
        const length = readFileSync(progress).length;
        truncateSync(progress, Math.max(0, length - torn));
        const again = async (key: string): Promise<Answer> => {
          done.set(key, (done.get(key) ?? 0) + 1);
          return ["Succeeded", `Verified: ${key}`];
        };
        const { before } = await drive(request, surroundings(again));
        expect(before).toBeLessThanOrEqual(first);
        const rows = await reported(request.report);
        expect(rows.map(({ key, message }) => `${key} ${message}`)).toEqual(
          keys(60).map((key) => `${key} Verified: ${key}`),
        );
        expect(existsSync(progress)).toBe(false);
      }),
      { numRuns: 25 },
    );
  });

  it("ends when the credentials do, and goes on when they are mended", async () => {
    const request = prepared(10);
    const bad = surroundings((key) =>
      key === "p/k4" ? ["TemporaryFailure", "Credentials: they are expired"] : ["Succeeded", "Verified: 1"],
    );
    await expect(drive(request, bad)).rejects.toMatchObject({ exit: "credentials" });
    expect(
      await drive(
        request,
        surroundings(() => ["Succeeded", "Verified: 1"]),
      ),
    ).toMatchObject({ before: 4 });
  });

  it("refuses a directory with the report of another run, and a manifest that is none, before anything is done", async () => {
    const request = prepared(2);
    await drive(
      request,
      surroundings(() => ["Succeeded", "Verified: 1"]),
    );
    const none = surroundings(() => {
      throw new Error("asked");
    });
    const other = { ...request, settings: { ...SETTINGS, operation: "verify-quick" as const } };
    await expect(drive(other, none)).rejects.toMatchObject({ exit: "target" });
    const broken = prepared(2);
    writeFileSync(broken.manifest, "b,k\nb\n");
    await expect(drive(broken, none)).rejects.toMatchObject({ exit: "source" });
    expect(existsSync(broken.report)).toBe(false);
  });

  it("holds no more in memory than its window, behind one that takes long", async () => {
    const request = { ...prepared(3000), concurrency: 4 };
    let [begun, done, release] = [0, false, () => {}];
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const answer = async (key: string): Promise<Answer> => {
      begun += 1;
      if (key === "p/k0") {
        await held;
        done = true;
      }
      if (begun === 1024) setTimeout(release, 20); // as many as could be begun meanwhile, were they allowed to
      if (!done) expect(begun).toBeLessThanOrEqual(1024);
      return ["Succeeded", "Verified: 1"];
    };
    expect(await drive(request, surroundings(answer))).toMatchObject({ rows: 3000 });
    expect((await reported(request.report)).map(({ key }) => key)).toEqual(keys(3000));
  });
});
