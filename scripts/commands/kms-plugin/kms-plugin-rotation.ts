/** `sealstack kms-plugin rotation`: the steps of a rotation, and how far one is. */
import { readFile } from "node:fs/promises";
import { text as textOf } from "node:stream/consumers";
import { OperatorError } from "../../errors";
import { rotationPlan } from "../../kms-plugin/rotation/rotation-plan";
import { type KeyStatus, rotationStatus } from "../../kms-plugin/rotation/rotation-status";
import type { PluginFlags } from "../../kms-plugin/settings/flags";
import { loadConfig } from "../../kms-plugin/settings/load-config";
import type { Report } from "../../output/output";
import type { Settings } from "../../settings/config";
import type { CommandIo } from "../io";

export interface PlanOptions {
  readonly settings: Settings;
  readonly flags: PluginFlags;
  readonly name: string | undefined;
  readonly to: string | undefined;
}

export async function plan({ settings, flags, name, to }: PlanOptions): Promise<Report> {
  const steps = rotationPlan(await loadConfig(flags, settings), name, to);
  const lines = steps.flatMap(({ title, text, commands }, index) => [
    ...(index === 0 ? [] : [""]),
    `${index + 1}. ${title}`,
    `   ${text}`,
    ...commands.map((command) => `     ${command}`),
  ]);
  return { data: { steps }, lines };
}

export interface StatusOptions {
  /** Health addresses of the plugins. */
  readonly instances: readonly string[];
  readonly apiserverMetrics: string | undefined;
  readonly probeIntervalSeconds: number;
}

/** Milliseconds. */
const TIMEOUT_MS = 5_000;

/** A plugin's metrics have some 20 KiB a key. */
const MAX_METRICS_BYTES = 16 * 1024 ** 2;

export async function status(options: StatusOptions, io: CommandIo): Promise<Report> {
  const instances = await Promise.all(
    options.instances.map(async (url) => ({ url, metrics: await metricsOf(url, io.signal) })),
  );
  const { probeIntervalSeconds } = options;
  const apiserverMetrics = await read(options.apiserverMetrics, io);
  const { keys } = rotationStatus({ instances, apiserverMetrics, probeIntervalSeconds, now: io.now() });
  return {
    data: { keys },
    lines: keys.flatMap((key, index) => [...(index === 0 ? [] : [""]), ...lines(key)]),
  };
}

async function metricsOf(url: string, signal: AbortSignal): Promise<string> {
  try {
    const timeout = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);
    const answer = await fetch(new URL("/metrics", url), { signal: timeout });
    if (answer.ok) return await bounded(answer);
    throw new Error(`status ${answer.status}`);
  } catch (cause) {
    throw new OperatorError("unavailable", `no metrics of a plugin at ${url}`, {
      hint: "give the addresses of --health-port with --instance, as URLs",
      cause,
    });
  }
}

/** What answers there may be something else, and never stop. */
async function bounded({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > MAX_METRICS_BYTES) throw new Error(`more than ${MAX_METRICS_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

async function read(file: string | undefined, io: CommandIo): Promise<string | undefined> {
  if (file === undefined) return undefined;
  if (file === "-") return await textOf(io.stdin);
  return await readFile(file, "utf8").catch((cause) => {
    throw new OperatorError("source", `${file} cannot be read (${cause.code})`, { cause });
  });
}

function lines(key: KeyStatus): string[] {
  const seen = key.instances.map(({ url, keyId, since }) => `  ${url}  ${keyId}  since ${since}`);
  const safe = key.migrationSafe
    ? `write storage anew: safe since ${key.migrationSafeAt}`
    : key.migrationSafeAt === undefined
      ? "write storage anew: not yet, the plugins do not agree on the key_id"
      : `write storage anew: not before ${key.migrationSafeAt}`;
  const stale = key.staleReads?.map(
    ({ provider, keyIdHash, last }) =>
      `  ${provider}  ${keyIdHash}${last === undefined ? "" : `  last read ${last}`}`,
  );
  return [
    `${key.key}: ${key.healthy ? "healthy" : "not healthy"}`,
    ...seen,
    safe,
    ...(stale === undefined
      ? ["stale data: unknown without --apiserver-metrics"]
      : stale.length === 0
        ? ["stale data: none was read"]
        : ["stale data was read:", ...stale]),
  ];
}
