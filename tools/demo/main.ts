/**
 * `npm start`: the main job, end to end, on an emulator: one configuration file to a backup that was restored and compared.
 * Nothing here is measured in advance; every figure is of this run.
 *
 *   --preset NAME   the same for another preset: its stack, and what one does with it
 *   --stop          stop the emulator at the end, if this run started it
 */

import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { parseArgs } from "node:util";
import { OperatorError } from "../../scripts/errors";
import { writeOutputs } from "../emulator/apply";
import { deployStack } from "../emulator/deploy";
import { emulatorEnvironment } from "../emulator/endpoint";
import { startEmulator, stopEmulator } from "../emulator/lifecycle";
import { REPO_ROOT } from "../paths";
import { program } from "../program";
import { DEFAULT_PRESET, DEMOS } from "./demos";
import type { PresetDemo } from "./preset-demo";
import { sealstack } from "./sealstack";
import * as show from "./show";
import { configuredBy, synthesize } from "./synthesize";

/** Everything that the demo makes; emptied at every start. */
const WORK = join(REPO_ROOT, ".sealstack", "demo");

async function main(): Promise<void> {
  const started = Date.now();
  const { demo, stop } = readArguments();
  rmSync(WORK, { recursive: true, force: true });
  mkdirSync(WORK, { recursive: true, mode: 0o700 });
  show.title(`sealstack: ${demo.title}`);

  show.step("Synthesize the infrastructure");
  const outDir = join(WORK, "cdktf.out");
  await synthesize(outDir, demo.configFile);
  const stacks = readdirSync(join(outDir, "stacks"));

  show.step("Start an emulator of AWS");
  const emulator = await startEmulator({ notify: show.detail });
  show.command("npm run -s emulator -- start");
  show.detail(
    `${emulator.started ? "started" : "running already"}: ${emulator.kind} at ${emulator.endpoint}`,
  );

  try {
    show.step("Apply the stack, twice");
    const outputs: Record<string, Readonly<Record<string, unknown>>> = {};
    for (const stack of stacks) outputs[stack] = await apply(emulator.endpoint, outDir, stack);
    const outputsFile = join(WORK, "outputs.json");
    writeOutputs(outputsFile, outputs);
    const env = { ...process.env, ...emulatorEnvironment(emulator.endpoint) };
    const stack = stacks[0] ?? "";
    const outputsOf = (name: string) => outputs[name] ?? {};
    const place = { work: WORK, stack, outputs: outputsOf(stack), outputsOf, outputsFile, env };
    const summary = await demo.use(place);

    show.step("Show who can do what");
    const page = join(WORK, "access.html");
    await sealstack(place, ["access", outDir, "--format", "html", "--out", page]);

    const deployed = stacks.length > 1 ? `${stacks.join(" ")} ` : ""; // cdktf asks which, where there are several
    show.table("Created", summary.created);
    show.table(summary.done.heading, summary.done.rows);
    show.table("Next", [
      ["shell", 'eval "$(npm run -s emulator -- start --export)"'],
      ...summary.next,
      [
        "on AWS",
        `edit ${demo.configFile}, then: ${configuredBy(demo.configFile)}npx cdktf deploy ${deployed}--outputs-file cdktf.outputs.json`,
      ],
      ["cost there", `npx sealstack cost ${relative(REPO_ROOT, outDir)}`],
      ["who can do what", `${relative(REPO_ROOT, page)}, in a browser`],
      ["stop", "npm run -s emulator -- stop"],
    ]);
    show.detail(`\neverything above took ${show.seconds(started)}`);
  } finally {
    if (stop && emulator.started) await stopEmulator();
  }
}

function readArguments(): { demo: PresetDemo; stop: boolean } {
  const allowed = Object.keys(DEMOS).join(", ");
  try {
    const options = {
      preset: { type: "string", default: DEFAULT_PRESET },
      stop: { type: "boolean" },
    } as const;
    const { preset, stop = false } = parseArgs({ options }).values;
    const demo = Object.hasOwn(DEMOS, preset) ? DEMOS[preset] : undefined;
    if (demo !== undefined) return { demo, stop };
    throw new OperatorError("usage", `unknown preset '${preset}', allowed: ${allowed}`);
  } catch (cause) {
    if (cause instanceof OperatorError) throw cause;
    const { message } = cause as Error;
    throw new OperatorError("usage", message, {
      hint: `usage: npm start [-- --preset NAME] [--stop], with NAME one of ${allowed}`,
      cause,
    });
  }
}

const told = new Set<string>();

/** A remark that is the same for every stack. */
function once(remark: string): void {
  if (!told.has(remark)) show.detail(remark);
  told.add(remark);
}

async function apply(
  endpoint: string,
  outDir: string,
  stack: string,
): Promise<Readonly<Record<string, unknown>>> {
  show.command(`npm run -s emulator -- apply ${stack}`);
  const target = { endpoint, outDir, stack };
  const first = await deployStack({ ...target, notify: once });
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
  return first.outputs[stack] ?? {};
}

void program(main);
