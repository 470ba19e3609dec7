/** Proves by doing that backups can be restored, and keeps evidence of it. */
import { hostname, tmpdir } from "node:os";
import { versions } from "node:process";
import { parseContext } from "../../core/crypto/context-pairs";
import { parseCommand } from "../../core/drill/checks/user-command";
import { type DrillRequest, type DrillSurroundings, drill } from "../../core/drill/drill";
import { type Evidence, formatEvidence } from "../../core/drill/evidence/evidence";
import { junit } from "../../core/drill/evidence/junit";
import { type Prove, provingWithMac, provingWithSignature } from "../../core/drill/evidence/prove";
import { storeEvidence } from "../../core/drill/evidence/store-evidence";
import type { ObjectStore } from "../../core/ports";
import { OperatorError } from "../../errors";
import type { Report } from "../../output/output";
import { cleanUp } from "../clean-up";
import type { CommandIo } from "../io";
import { progress } from "../progress";
import { chooseBackups } from "./choose";
import { openCopy } from "./copies";
import type { DrillOptions } from "./options";
import { describe, type Outcome, reportDrills, reportPlan } from "./report";

export async function run(options: DrillOptions, io: CommandIo): Promise<Report> {
  const { settings } = options;
  const { services, signal, now, output } = io;
  const context = parseContext(options.context);
  const command = options.checkCommand === undefined ? undefined : parseCommand(options.checkCommand);
  const store = await services.store(settings);
  const tasks = await chooseBackups(options, store, io);
  if (options.dryRun) return reportPlan(tasks, store.name, { now: now(), columns: io.stdout.columns });
  if (options.evidence !== undefined && tasks.length > 1)
    throw new OperatorError(
      "usage",
      `--evidence names one file, and ${tasks.length} backups would be drilled`,
      {
        hint: "choose a series with --prefix and --name; --junit takes all of them",
      },
    );
  const prove = await provingWith(options, io);
  const cipher = await services.cipher(settings, "open");
  cleanUp([tmpdir()], io);
  const copies = [
    { copy: await openCopy(options.evidence, options.force), format: lastOf },
    { copy: await openCopy(options.junit, options.force), format: junit },
  ];
  try {
    const caller = await services.caller(settings, signal);
    const outcomes: Outcome[] = [];
    for (const task of tasks) {
      const surroundings: DrillSurroundings = {
        ...{
          store,
          cipher,
          signal,
          now,
          caller,
          region: settings.region,
          host: hostname(),
          tmpDir: tmpdir(),
        },
        programs: { run: services.runTool, start: services.startProgram },
        versions: { sealstack: io.toolVersion, node: versions.node },
        onProgress: progress(io, `drilling ${task.backup.name}`),
        onSaid: (line) => output.warn(`the check command says: ${line}`),
      };
      const outcome = await drillOne({ ...options, ...task, context, command }, surroundings);
      if ("record" in outcome)
        for (const check of outcome.record.checks)
          if (check.result !== "passed") output.warn(describe(check));
      outcomes.push(options.store ? await stored(outcome, store, prove, io) : outcome);
    }
    const records = outcomes.flatMap((outcome) => ("record" in outcome ? [outcome.record] : []));
    if (records.length > 0) for (const { copy, format } of copies) await copy?.publish(format(records));
    return reportDrills(outcomes, store.name);
  } finally {
    for (const { copy } of copies) await copy?.discard();
  }
}

const lastOf = (records: readonly Evidence[]): Buffer => formatEvidence(records.at(-1) as Evidence);

/** What is no finding about one backup, such as an archived object, need not hold for the next one. */
async function drillOne(request: DrillRequest, surroundings: DrillSurroundings): Promise<Outcome> {
  const { id } = request.backup;
  try {
    return { id, record: await drill(request, surroundings) };
  } catch (error) {
    if (!(error instanceof OperatorError) || surroundings.signal.aborted) throw error;
    return { id, error };
  }
}

/** At once, so that the evidence of this drill is there whatever becomes of the next one. */
async function stored(
  outcome: Outcome,
  store: ObjectStore,
  prove: Prove | undefined,
  { signal }: CommandIo,
): Promise<Outcome> {
  if (!("record" in outcome)) return outcome;
  try {
    return { ...outcome, key: await storeEvidence(outcome.record, store, signal, prove) };
  } catch (error) {
    if (!(error instanceof OperatorError) || signal.aborted) throw error;
    return { ...outcome, notStored: error };
  }
}

async function provingWith(
  { settings, macKey, signingKey, store, evidence }: DrillOptions,
  { services }: CommandIo,
): Promise<Prove | undefined> {
  if (macKey === undefined && signingKey === undefined) return undefined;
  if (macKey !== undefined && signingKey !== undefined)
    throw new OperatorError("usage", "--mac-key and --signing-key exclude each other", {
      hint: "give one of them",
    });
  if (!store)
    throw new OperatorError(
      "usage",
      "--mac-key and --signing-key are for evidence that is stored, and --no-store is given",
      {
        hint:
          evidence === undefined
            ? "leave out one of them"
            : "make it of the copy with `sealstack mac --digest` or `sealstack sign`",
      },
    );
  return macKey === undefined
    ? provingWithSignature(await services.signatures(settings), signingKey ?? "")
    : provingWithMac(await services.macs(settings), macKey);
}
