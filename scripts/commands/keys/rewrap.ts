import { planRewrap, type RewrapPlan, type Rewrapped, rewrap } from "../../core/key-life/rewrap";
import type { Report } from "../../output/output";
import { type Fact, formatBytes, formatFacts } from "../format";
import type { CommandIo } from "../io";
import { nextCommand } from "../next-command";
import {
  countOf,
  type ManyOptions,
  type ManyRequest,
  manyData,
  PLANNED,
  requestOf,
  restFacts,
  sameBucket,
  tellFailures,
} from "./many";

export interface RewrapOptions extends ManyOptions {
  /** Decrypt each data key under its new key, and compare it with what the message commits to. */
  readonly prove: boolean;
}

/** Puts new keys around the data keys of backups, in sidecars. */
export async function run(options: RewrapOptions, io: CommandIo): Promise<Report> {
  const { settings, prove, yes } = options;
  const { services, signal, now, output } = io;
  const store = await services.store(settings);
  const kms = await services.keyLife(settings, signal);
  const request = { ...(await requestOf(options, kms, now())), prove };
  const progress = (what: string) => (done: number, of: number) =>
    output.progress(`${what}: ${done} of ${of} backups`);
  const deps = { store, kms, signal, now };
  const plan = await planRewrap(request, { ...deps, onDone: progress("reading headers") });
  for (const problem of plan.problems) output.warn(problem);
  const made = yes ? await rewrap(plan, request, { ...deps, onDone: progress("rewrapping") }) : undefined;
  const failures = [...plan.failures, ...(made?.failures ?? [])];
  tellFailures(failures, io);
  const rest = { already: plan.already.length + (made?.already.length ?? 0), others: plan.others };
  const all = { ...rest, withPassphrase: plan.withPassphrase, failures };
  return {
    data: {
      ...manyData(plan, request, { yes, store: store.name, failures }),
      planned: plan.todo.map(({ backup }) => backup.id),
      done: made?.done ?? [],
      already: [...plan.already.map(({ id }) => id), ...(made?.already ?? [])],
    },
    lines: [
      ...formatFacts(
        made === undefined
          ? `would rewrap ${countOf(plan.todo.length)} in ${store.name}`
          : `rewrapped ${made.done.length} of ${countOf(plan.todo.length)} in ${store.name}`,
        [["under", request.targets], ...workFacts(plan, made), ...restFacts(all)],
      ),
      ...next(plan, request, options, made),
    ],
    exit: failures.length === 0 ? "ok" : "partly",
  };
}

function workFacts({ todo, calls }: RewrapPlan, made: Rewrapped | undefined): Fact[] {
  const stays = todo.reduce((sum, { backup }) => sum + backup.bytes, 0);
  const written = made?.done.reduce((sum, { bytes }) => sum + bytes, 0);
  const asked = Object.entries(calls).filter(([, count]) => count > 0);
  return [
    ["backups", `${formatBytes(stays)} stay as they are`],
    ...(written === undefined
      ? [
          [
            "KMS",
            asked.length === 0 ? "no calls" : asked.map(([name, count]) => `${count} ${name}`).join(", "),
          ] as const,
        ]
      : [["sidecars", `${formatBytes(written)} written`] as const]),
  ];
}

function next(
  { todo, failures }: RewrapPlan,
  { fromKeys, targets }: ManyRequest,
  { settings }: RewrapOptions,
  made: Rewrapped | undefined,
): string[] {
  if (todo.length === 0) return failures.length === 0 ? ["nothing to do"] : [];
  if (made === undefined) return [PLANNED];
  const [first] = made.done;
  if (first === undefined) return [];
  return [
    "prove one that opens, then ask what needs the old key:",
    `  ${nextCommand(settings, targets, "verify", "--rewrapped", first.id)}`,
    `  ${sameBucket(settings, "keys status", ...fromKeys.flatMap((key) => ["--without", key]))}`,
  ];
}
