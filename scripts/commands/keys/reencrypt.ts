import {
  planReencrypt,
  type Reencrypted,
  type ReencryptPlan,
  reencrypt,
} from "../../core/key-life/reencrypt";
import type { Ciphers } from "../../core/key-life/reencrypt-one";
import type { Report } from "../../output/output";
import type { Settings } from "../../settings/config";
import { type Fact, formatBytes, formatDuration, formatFacts } from "../format";
import type { CommandIo } from "../io";
import { progress } from "../progress";
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

/** Encrypts backups again under new data keys, as new versions of their objects. */
export async function run(options: ManyOptions, io: CommandIo): Promise<Report> {
  const { settings, yes } = options;
  const { services, signal, now, output } = io;
  const store = await services.store(settings);
  const kms = await services.keyLife(settings, signal);
  const request = await requestOf(options, kms, now());
  const onDone = (done: number, of: number): void =>
    output.progress(`reading headers: ${done} of ${of} backups`);
  const plan = await planReencrypt(request, { store, signal, onDone });
  for (const problem of plan.problems) output.warn(problem);
  const started = now().getTime();
  const made = yes ? await work(plan, request, settings, { store, io }) : undefined;
  for (const remark of made?.remarks ?? []) output.warn(remark);
  const failures = [...plan.failures, ...(made?.failures ?? [])];
  tellFailures(failures, io);
  const { others, withPassphrase } = plan;
  const took = now().getTime() - started;
  return {
    data: {
      ...manyData(plan, request, { yes, store: store.name, failures }),
      planned: plan.todo.map(({ backup, manifestOnly }) => ({
        id: backup.id,
        bytes: backup.bytes,
        manifestOnly,
      })),
      bytes: plan.bytes,
      done: made?.done ?? [],
      already: plan.already.map(({ id }) => id),
    },
    lines: [
      ...formatFacts(
        made === undefined
          ? `would encrypt ${countOf(plan.todo.length)} in ${store.name} again`
          : `encrypted ${made.done.length} of ${countOf(plan.todo.length)} in ${store.name} again`,
        [
          ["under", request.targets],
          ...(made === undefined ? planFacts(plan) : workFacts(made, took)),
          ...restFacts({ already: plan.already.length, others, withPassphrase, failures }),
        ],
      ),
      ...next(plan, request, settings, made),
    ],
    exit: failures.length === 0 ? "ok" : "partly",
  };
}

async function work(
  plan: ReencryptPlan,
  request: ManyRequest,
  settings: Settings,
  { store, io }: { readonly store: Parameters<typeof reencrypt>[1]["store"]; readonly io: CommandIo },
): Promise<Reencrypted> {
  if (plan.todo.length === 0) return { done: [], remarks: [], failures: [] };
  const { services, signal, output } = io;
  for (const remark of (await store.removeLeftUploads?.()) ?? []) output.warn(remark);
  const { sources, targets } = request;
  const ciphers: Ciphers = {
    opener: await services.cipher({ ...settings, openKeys: [...sources, ...targets] }, "open"),
    sealer: await services.cipher({ ...settings, sealKeys: targets }, "seal"),
    prover: await services.cipher({ ...settings, openKeys: targets }, "open"),
  };
  const shown = progress(io, "encrypting again");
  return reencrypt(plan, { store, signal, ...ciphers, onBytes: (bytes) => shown(bytes, plan.bytes) });
}

function planFacts({ bytes, calls, todo }: ReencryptPlan): Fact[] {
  const manifests = todo.filter(({ manifestOnly }) => manifestOnly).length;
  const asked = Object.entries(calls).filter(([, count]) => count > 0);
  return [
    ["moves", `${formatBytes(bytes)} fetched, as many stored as new versions`],
    ...(manifests === 0 ? [] : [["of them", `${manifests} lack only their manifest`] as const]),
    ["KMS", asked.length === 0 ? "no calls" : asked.map(([name, count]) => `${count} ${name}`).join(", ")],
  ];
}

const workFacts = ({ done }: Reencrypted, took: number): Fact[] =>
  done.length === 0
    ? []
    : [
        [
          "stored",
          `${formatBytes(done.reduce((sum, { bytes }) => sum + bytes, 0))} in ${formatDuration(took)}`,
        ],
        ["proof", "each was opened to its end under the new key before it took the old one's place"],
      ];

function next(
  { todo, failures }: ReencryptPlan,
  { fromKeys }: ManyRequest,
  settings: Settings,
  made: Reencrypted | undefined,
): string[] {
  if (todo.length === 0) return failures.length === 0 ? ["nothing to do"] : [];
  if (made === undefined) return [PLANNED];
  if (made.done.length === 0) return [];
  return [
    "the old versions stay, under the old key, until the bucket's lifecycle rule ends them",
    "ask what still needs the old key:",
    `  ${sameBucket(settings, "keys status", ...fromKeys.flatMap((key) => ["--without", key]))}`,
  ];
}
