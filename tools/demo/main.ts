/**
 * `npm start`: the main job, end to end, on an emulator: one configuration file to a backup that was restored and compared.
 * Nothing here is measured in advance; every figure is of this run.
 *
 *   --stop   stop the emulator at the end, if this run started it
 */
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { OUTPUT } from "../../modules/backup-contract";
import { writeOutputs } from "../emulator/apply";
import { deployStack } from "../emulator/deploy";
import { emulatorEnvironment } from "../emulator/endpoint";
import { startEmulator, stopEmulator } from "../emulator/lifecycle";
import { REPO_ROOT } from "../paths";
import { type Rehearsal, rehearse } from "./rehearse";
import * as show from "./show";
import { etcdSource, stepCaSource } from "./sources";
import { synthesize } from "./synthesize";

/** Everything that the demo makes; emptied at every start. */
const WORK = join(REPO_ROOT, ".sealstack", "demo");
const STACK = "etcd-ca-backup";

async function main(): Promise<void> {
  const started = Date.now();
  rmSync(WORK, { recursive: true, force: true });
  mkdirSync(WORK, { recursive: true, mode: 0o700 });
  show.title("sealstack: from one configuration file to a restored backup");

  show.step("Synthesize the infrastructure");
  const outDir = join(WORK, "cdktf.out");
  await synthesize(outDir, STACK);

  show.step("Start an emulator of AWS");
  const emulator = await startEmulator({ notify: show.detail });
  show.command("npm run -s emulator -- start");
  show.detail(
    `${emulator.started ? "started" : "running already"}: ${emulator.kind} at ${emulator.endpoint}`,
  );

  try {
    show.step("Apply the stack, twice");
    const outputs = await apply(emulator.endpoint, outDir);

    const env = { ...process.env, ...emulatorEnvironment(emulator.endpoint) };
    const outputsFile = join(WORK, "outputs.json");
    writeOutputs(outputsFile, { [STACK]: outputs });
    const place = { work: WORK, outputsFile, env };
    const done: Rehearsal[] = [];
    for (const source of [stepCaSource(), etcdSource()]) {
      const rehearsal = await rehearse(source, place);
      if (rehearsal !== undefined) done.push(rehearsal);
    }

    summary(outputs, done, started);
  } finally {
    if (process.argv.includes("--stop") && emulator.started) await stopEmulator();
  }
}

async function apply(endpoint: string, outDir: string): Promise<Readonly<Record<string, unknown>>> {
  show.command(`npm run -s emulator -- apply ${STACK}`);
  const target = { endpoint, outDir, stack: STACK };
  const first = await deployStack({ ...target, notify: show.detail });
  const second = await deployStack(target);
  const count = (changes: typeof first.changes, action: string): number =>
    changes.filter((change) => change.action === action).length;
  const line = ({ changes }: typeof first): string =>
    ["created", "updated", "unchanged"].map((action) => `${count(changes, action)} ${action}`).join(", ");
  if (first.by === "cdktf deploy") show.detail("cdktf deploy, twice, against the emulator");
  else {
    show.detail(`first time:  ${line(first)}`);
    show.detail(`second time: ${line(second)}`);
  }
  return first.outputs[STACK] ?? {};
}

function summary(
  outputs: Readonly<Record<string, unknown>>,
  done: readonly Rehearsal[],
  started: number,
): void {
  show.table("Created", [
    ["key", `${outputs[OUTPUT.keyArn]} (${outputs[OUTPUT.alias]})`],
    ["bucket", String(outputs[OUTPUT.bucket])],
    [
      "roles",
      [OUTPUT.writerRoleArn, OUTPUT.restorerRoleArn, OUTPUT.administratorRoleArn]
        .map((name) => outputs[name])
        .join("\n"),
    ],
  ]);
  show.table(
    "Backed up, verified, restored",
    done.map(({ name, result }) => [name, result]),
  );
  const next = done[0];
  show.table("Next", [
    ["shell", 'eval "$(npm run -s emulator -- start --export)"'],
    ["list", `npx sealstack list --outputs ${relativeOutputs()}`],
    [
      "restore",
      `npx sealstack restore --outputs ${relativeOutputs()} --prefix ${next?.prefix} latest ./restored`,
    ],
    [
      "on AWS",
      "edit sealstack.yaml, then: npx cdktf deploy --outputs-file cdktf.outputs.json (README.md has the costs)",
    ],
    ["stop", "npm run -s emulator -- stop"],
  ]);
  show.detail(`\neverything above took ${show.seconds(started)}`);
}

const relativeOutputs = (): string => ".sealstack/demo/outputs.json";

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
