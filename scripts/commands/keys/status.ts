import { isAtRisk, isUnknown, type NeededKeys, neededKeys } from "../../core/key-life/needed-keys";
import type { Report } from "../../output/output";
import type { Settings } from "../../settings/config";
import type { CommandIo } from "../io";
import { statusData, statusLines } from "./status-report";

export interface KeysStatusOptions {
  readonly settings: Settings;
  /** Keys that are taken for gone: ARNs or aliases. */
  readonly without: readonly string[];
  /** Days before its material expires from which on a key counts as going. */
  readonly warnDays: number;
}

/** Which KMS keys the backups of a bucket need, and whether they can be had. Nothing is decrypted, and nothing changed. */
export async function run(
  { settings, without, warnDays }: KeysStatusOptions,
  io: CommandIo,
): Promise<Report> {
  const { services, signal, output, now } = io;
  const store = await services.store(settings);
  const kms = await services.keyLife(settings, signal);
  const request = {
    prefixes: settings.searchPrefixes,
    known: settings.openKeys.filter((key) => key.startsWith("arn:")),
    without: await Promise.all(without.map((key) => kms.arnOf(key))),
    warnDays,
    now: now(),
  };
  const onDone = (done: number, of: number): void =>
    output.progress(`reading headers: ${done} of ${of} backups`);
  const found = await neededKeys(request, store, kms, { signal, onDone });
  for (const { id, error } of found.unread) output.warn(`${id} is not read: ${error.summary}`);
  for (const problem of found.problems) output.warn(problem);
  const surroundings = { settings, store: store.name, now: now(), without: request.without };
  return {
    data: statusData(found, surroundings),
    lines: statusLines(found, surroundings),
    exit: exitOf(found),
  };
}

function exitOf({ keys, unread, closed }: NeededKeys): "ok" | "keyAtRisk" | "partly" {
  if (keys.some(isAtRisk)) return "keyAtRisk";
  return unread.length > 0 || closed.length > 0 || keys.some(isUnknown) ? "partly" : "ok";
}
