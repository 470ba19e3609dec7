import { join } from "node:path";
import { OUTPUT } from "../../../modules/backup-contract";
import { OUTPUT as FLEET } from "../../../presets/fleet/outputs";
import type { Place, PresetDemo, Summary } from "../preset-demo";
import { sealstack } from "../sealstack";
import * as show from "../show";
import { writeStepCa } from "../step-ca-fixture";

export const fleetDemo: PresetDemo = {
  title: "one operation on every backup of a bucket",
  configFile: "tools/demo/presets/fleet.yaml",
  use,
};

/** Stacks of the configuration. */
const BACKUPS = "backups";
const JOBS = "fleet";

const HOSTS = ["ca-1", "ca-2", "ca-3"];

/** A fleet of a million is the same three commands. */
const CAMPAIGN = ["--usage", "campaignsPerMonth=1", "--usage", "campaignObjects=1000000"];

/** What each operation says of an object that is as it should be. */
const OPERATIONS = { "verify-quick": "LookedAt", verify: "Verified", fixity: "Equal" } as const;

/** The local driver runs the file that Lambda runs; the job for S3 is shown, and not made. */
async function use(place: Place): Promise<Summary> {
  const { outputsFile, outputsOf, work } = place;
  const of = (stack: string): string[] => ["--outputs", outputsFile, "--stack", stack];
  show.step("Back up some hosts");
  for (const host of HOSTS) {
    const directory = join(work, host);
    await writeStepCa(directory);
    await sealstack(place, [
      ...["backup", ...of(BACKUPS), "--prefix", `step-ca/${host}/`, "--source", "step-ca", directory],
    ]);
  }
  const manifest = join(work, "fleet.csv");
  const done: [string, string][] = [];
  for (const [operation, word] of Object.entries(OPERATIONS)) {
    show.step(`Do it to all of them: ${operation}`);
    const given = ["--operation", operation, "--manifest", manifest];
    await sealstack(place, ["fleet", "plan", ...of(BACKUPS), "--prefix", "step-ca/", "--force", ...given]);
    const report = join(work, `${operation}-report`);
    await sealstack(place, ["fleet", "run", ...of(BACKUPS), ...given, "--report", report]);
    const summed = await sealstack(place, ["fleet", "report", report]);
    if (!new RegExp(`\\b${word} +${HOSTS.length}\\b`).test(summed))
      throw new Error(`${operation} did not end with ${HOSTS.length} times ${word}`);
    done.push([operation, `${HOSTS.length} of ${HOSTS.length}: ${word}`]);
  }
  show.step("Show the job that S3 Batch Operations would do");
  const job = ["--operation", "fixity", "--manifest", manifest, "--driver", "s3-batch"];
  await sealstack(place, ["fleet", "run", ...of(JOBS), ...job]);
  show.step("Say what a million backups cost, once a month");
  await sealstack(place, ["cost", join(work, "cdktf.out"), "--stack", JOBS, ...CAMPAIGN]);
  const [backups, jobs] = [outputsOf(BACKUPS), outputsOf(JOBS)];
  return {
    created: [
      ["key", `${backups[OUTPUT.keyArn]} (${backups[OUTPUT.alias]})`],
      ["bucket", String(backups[OUTPUT.bucket])],
      ["role of jobs", String(jobs[FLEET.jobRoleArn])],
      ["manifests, reports", `${jobs[FLEET.manifestLocation]}, ${jobs[FLEET.reportLocation]}`],
    ],
    done: { heading: "Done to each backup, by this host", rows: done },
    next: [
      ["the function", "npx sealstack fleet package, and examples/fleet.yaml"],
      ["by jobs of S3", "docs/presets/fleet.md#use-it"],
    ],
  };
}
