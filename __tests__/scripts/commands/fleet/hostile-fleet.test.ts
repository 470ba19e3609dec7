/** Text from a bucket, a function, a report and the command line, in the commands on fleets: beside hostile-text.test.ts. */
import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { FLEET_COMMANDS } from "../../../../scripts/cli/rows/fleet-commands";
import type { Services } from "../../../../scripts/commands/io";
import { formatReportRow } from "../../../../scripts/core/fleet/report/rows";
import { parseInvocation } from "../../../../scripts/core/fleet/tasks/invocation";
import { OperatorError } from "../../../../scripts/errors";
import { driveWith, EVIL, EvilStore } from "../../../helpers/hostile";
import { memoryServices } from "../../../helpers/stores/memory-services";
import { useTempDir } from "../../../helpers/temp-dir";

const ARN = "arn:aws:kms:eu-central-1:111122223333:key/a";
const KEY = `${EVIL}/n-20261122T014200Z.tar.gz.kms`;

/** What these commands say themselves. */
const OWN = ["operation", "driver", "what", "of", "region", "price", "unit", "from", "files", "codeSha256"];

describe("text from outside, about fleets", () => {
  const dir = useTempDir();
  const driven = new Set<string>();
  const services = () => {
    const store = new EvilStore();
    store.objects.set(KEY, Buffer.from("a"));
    const kms = { arnOf: async () => ARN } as unknown as Awaited<ReturnType<Services["keyLife"]>>;
    return {
      ...memoryServices(store),
      fleetFolder: dir,
      keyLife: async () => kms,
      inspection: () => ({ quota: () => Promise.reject(new OperatorError("unavailable", EVIL)) }) as never,
      fleetHandler: async () => async (event: unknown) => {
        const { invocationSchemaVersion, invocationId, tasks } = parseInvocation(event);
        const results = tasks.map(({ taskId }) => ({
          taskId,
          resultCode: "PermanentFailure" as const,
          resultString: `${EVIL}: ${EVIL}`,
        }));
        return {
          invocationSchemaVersion,
          invocationId,
          treatMissingKeysAs: "PermanentFailure" as const,
          results,
        };
      },
    };
  };
  const drive = (command: string, status: number, ...argv: string[]) => {
    driven.add(command);
    return driveWith(services(), command, argv, { status, own: OWN });
  };
  const path = (name: string): string => join(dir(), `${name}${EVIL}`);
  const written = (name: string, text: string): string => {
    writeFileSync(path(name), text);
    return path(name);
  };
  const WORK = ["--operation", "verify-quick", "--key", ARN];

  it("is harmless in what is planned", async () => {
    const plan = ["--bucket", EVIL, "--region", "eu-central-1", ...WORK];
    const { text } = await drive("fleet plan", 0, ...plan, "--force", "--manifest", path("manifest"));
    expect(text).toContain("\\x1b]0;t");
    await drive("fleet plan", 3, ...plan, "--manifest", path("m"), "--inventory", path("none"));
    for (const inventory of [EVIL, JSON.stringify({ fileFormat: EVIL }), JSON.stringify({ [EVIL]: EVIL })])
      await drive("fleet plan", 3, ...plan, "--manifest", path("m"), "--inventory", written("i", inventory));
    for (const flag of ["--operation", "--kms-rate", "--driver"])
      await drive("fleet plan", 2, ...plan, "--manifest", path("m"), flag, EVIL);
  });

  it("is harmless in a manifest, and in what a function answers", async () => {
    const row = `b,${encodeURIComponent(KEY)}\n`;
    const run = (status: number, text: string, report: string) =>
      drive("fleet run", status, ...WORK, "--manifest", written("m", text), "--report", path(report));
    await run(17, row, "failed");
    for (const bad of [EVIL, `${EVIL},${EVIL}\n`, `b,"${EVIL}",${EVIL},${EVIL}\n`, `b,%zz${EVIL}\n`])
      await run(3, bad, "none");
  });

  it("is harmless in a completion report", async () => {
    const report = (rows: string, manifest?: object): string => {
      const folder = path(`report-${createHash("md5").update(rows).digest("hex")}`);
      mkdirSync(join(folder, "results"), { recursive: true });
      writeFileSync(join(folder, "results", "rows.csv"), rows);
      const MD5Checksum = createHash("md5").update(rows).digest("hex");
      const Results = [{ TaskExecutionStatus: "failed", MD5Checksum, Key: "results/rows.csv" }];
      writeFileSync(
        join(folder, "manifest.json"),
        JSON.stringify(manifest ?? { Format: "Report_CSV_20180820", Results }),
      );
      return folder;
    };
    const row = {
      bucket: EVIL,
      key: KEY,
      versionId: EVIL,
      status: "failed",
      code: EVIL,
      message: EVIL,
    } as const;
    await drive(
      "fleet report",
      17,
      report(formatReportRow(row)),
      "--force",
      "--failed-manifest",
      path("again"),
    );
    await drive("fleet report", 3, report(EVIL));
    await drive("fleet report", 3, report("", { Format: EVIL, [EVIL]: EVIL }));
    await drive("fleet report", 3, path("none"));
    const mapRun = (name: string, records: string): string => {
      const folder = path(`map-run-${name}`);
      mkdirSync(folder);
      writeFileSync(join(folder, "FAILED_0.json"), records);
      const FAILED = [{ Key: `${EVIL}/FAILED_0.json`, Size: Buffer.byteLength(records) }];
      writeFileSync(
        join(folder, "manifest.json"),
        JSON.stringify({ MapRunArn: EVIL, ResultFiles: { FAILED } }),
      );
      return folder;
    };
    const tasks = [{ s3Bucket: EVIL, s3Key: KEY, s3VersionId: EVIL }];
    const record = { Status: EVIL, Input: JSON.stringify({ event: { tasks } }), Error: EVIL, Cause: EVIL };
    await drive("fleet report", 17, mapRun("whole", JSON.stringify([record])));
    await drive("fleet report", 3, mapRun("broken", JSON.stringify([{ ...record, Input: EVIL }])));
    await drive("fleet report", 3, mapRun("none", EVIL));
  });

  it("is harmless in the name of a zip file", async () => {
    for (const name of ["fleet-handler.mjs", "crew-worker.js"]) writeFileSync(join(dir(), name), EVIL);
    await drive("fleet package", 0, "--force", "--out", path("zip"));
    await drive("fleet package", 4, "--out", path("zip"));
  });

  it("was looked for in every command on fleets", () => {
    expect([...driven].sort()).toEqual(FLEET_COMMANDS.map(({ name }) => name).sort());
  });
});
