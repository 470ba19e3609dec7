import { spawnSync } from "node:child_process";
import { metricsText, type Writer } from "../../../../scripts/core/targets/metrics";
import { type TargetConfig, targetsSchema, withDefaults } from "../../../../scripts/core/targets/schema";
import type { StepRecord } from "../../../../scripts/core/targets/target-record";
import { requireTools } from "../../../../tools/fetched/system-packages";
import { describeIf } from "../../../helpers/describe-if";

const AT = "2026-11-28T10:00:00.000Z";
const SECONDS = Date.parse(AT) / 1000;
const WRITER: Writer = { version: "1.2.3", startedAt: new Date(AT) };
const targets = (own: object): readonly TargetConfig[] =>
  withDefaults(targetsSchema.parse({ targets: { ca: { path: "/x", prefix: "x/", ...own } } }), "/").targets;
const textOf = (backup: StepRecord | undefined, own = {}): Promise<string> =>
  metricsText(
    targets(own),
    (target) => ({ schemaVersion: 1, target, steps: { ...(backup && { backup }) } }),
    WRITER,
  );
/** By name, of the step `backup`. */
async function valuesOf(record: StepRecord | undefined, own = {}): Promise<Readonly<Record<string, number>>> {
  const lines = (await textOf(record, own)).match(/^sealstack_\w+\{.*step="backup"\} \S+$/gm) ?? [];
  return Object.fromEntries(
    lines.map((line) => [line.replace(/^sealstack_|\{.*/g, ""), Number(line.split(" ")[1])]),
  );
}

const DEMAND = { interval_seconds: 86_400, max_age_seconds: 172_800 };
const GOOD: StepRecord = { lastAttempt: AT, lastSuccess: AT, status: 0, durationSeconds: 3, bytes: 10 };

describe("metrics", () => {
  it.each<[string, StepRecord | undefined, object]>([
    [
      "never tried",
      undefined,
      { last_attempt_timestamp_seconds: 0, last_success_timestamp_seconds: 0, failed_attempts: 0 },
    ],
    [
      "good",
      GOOD,
      {
        last_attempt_timestamp_seconds: SECONDS,
        last_success_timestamp_seconds: SECONDS,
        last_exit_status: 0,
        attempt_unfinished: 0,
        failed_attempts: 0,
        last_duration_seconds: 3,
        last_backup_bytes: 10,
      },
    ],
    [
      "running, or killed: no status stands for what is not known",
      { lastAttempt: AT, failures: 2, bytes: 10 },
      {
        last_attempt_timestamp_seconds: SECONDS,
        last_success_timestamp_seconds: 0,
        attempt_unfinished: 1,
        failed_attempts: 2,
        last_backup_bytes: 10,
      },
    ],
    [
      "failed",
      { lastAttempt: AT, status: 7, durationSeconds: 0, failures: 3, hookFailed: true },
      {
        last_attempt_timestamp_seconds: SECONDS,
        last_success_timestamp_seconds: 0,
        last_exit_status: 7,
        attempt_unfinished: 0,
        failed_attempts: 3,
        last_duration_seconds: 0,
        hook_failed: 1,
      },
    ],
    [
      "failed, as older versions wrote it",
      { lastAttempt: AT, status: 7 },
      {
        last_attempt_timestamp_seconds: SECONDS,
        last_success_timestamp_seconds: 0,
        last_exit_status: 7,
        attempt_unfinished: 0,
        failed_attempts: 1,
      },
    ],
  ])("of a step that is %s", async (_, record, values) => {
    expect(await valuesOf(record)).toEqual({ ...DEMAND, ...values });
  });

  it("have the age that is allowed, as the file says it or twice the interval", async () => {
    expect(await valuesOf(GOOD, { every: "6h" })).toMatchObject({
      interval_seconds: 21_600,
      max_age_seconds: 43_200,
    });
    expect(await valuesOf(GOOD, { every: "6h", maxAge: "7h" })).toMatchObject({ max_age_seconds: 25_200 });
    const text = await textOf(GOOD, { drill: { every: "7d" }, maxAge: "2d" });
    expect(text).toContain(`sealstack_max_age_seconds{target="ca",step="drill"} 1209600\n`);
  });

  it("tell when it was run by which version", async () => {
    const text = await textOf(GOOD);
    expect(text).toContain(`sealstack_last_run_timestamp_seconds ${SECONDS}\n`);
    expect(text).toContain(`sealstack_build_info{version="1.2.3"} 1\n`);
  });
});

const { available, missing } = requireTools("promtool");
describeIf(available, missing, "metrics, as promtool reads them", () => {
  it("have names, units and help as Prometheus wants them", async () => {
    const input = await textOf({ ...GOOD, hookFailed: false }, { drill: {}, retention: { last: 1 } });
    const { status, stdout, stderr } = spawnSync("promtool", ["check", "metrics"], {
      input,
      encoding: "utf8",
    });
    expect({ status, said: `${stdout}${stderr}` }).toEqual({ status: 0, said: "" });
  });
});
