import { hostname } from "node:os";
import { marksOf, quarantine } from "../../core/retention/actions/quarantine";
import { assertReady } from "../../core/retention/bucket/safety";
import { OperatorError } from "../../errors";
import type { Report } from "../../output/output";
import type { Settings } from "../../settings/config";
import type { CommandIo } from "../io";

export interface QuarantineOptions {
  readonly settings: Settings;
  readonly backup: string;
  /** Why it is known to be bad; none with {@link release}. */
  readonly reason: string | undefined;
  /** Take it out again. */
  readonly release: boolean;
}

/** Puts a backup into quarantine, or takes it out. */
export async function run(options: QuarantineOptions, io: CommandIo): Promise<Report> {
  const { settings, backup, reason, release } = options;
  if ((reason !== undefined) === release)
    throw new OperatorError("usage", "--reason or --release must be given, and not both", {
      hint: "say why the backup is known to be bad, with --reason",
    });
  return reason === undefined ? takeOut(settings, backup, io) : putIn(settings, backup, reason, io);
}

async function putIn(settings: Settings, id: string, reason: string, io: CommandIo): Promise<Report> {
  const { services, signal, toolVersion, now } = io;
  const store = await services.store(settings);
  const caller = await services.caller(settings, signal);
  const request = { id, reason, at: now(), host: hostname(), toolVersion, caller };
  const key = await quarantine(store, request, signal);
  return {
    data: { store: store.name, id, quarantined: true, mark: key, reason },
    lines: [
      `in quarantine: ${id}`,
      "`latest`, drills and retention pass over it; `sealstack list` shows the reason",
    ],
  };
}

/** The mark is hidden by a delete marker, where nothing else happens to it. */
async function takeOut(settings: Settings, id: string, io: CommandIo): Promise<Report> {
  const { services, signal, now } = io;
  const store = await services.versions(settings);
  await assertReady(store, now, signal);
  const marks = await marksOf(store, id, signal);
  for (const key of marks) await store.addDeleteMarker(key, { signal });
  return {
    data: { store: store.name, id, quarantined: false, removed: marks },
    lines: [marks.length === 0 ? `not in quarantine: ${id}` : `out of quarantine: ${id}`],
  };
}
