/** `sealstack cleanup`: unfinished uploads of hosts that will not come back for them. */
import { cleanUpUploads, type Found, type UploadState } from "../../core/uploads/clean-up";
import type { Report } from "../../output/output";
import type { Settings } from "../../settings/config";
import { formatAge, formatTable } from "../format";
import type { CommandIo } from "../io";

export interface CleanupOptions {
  readonly settings: Settings;
  /** Uploads that were begun less long ago are left alone. */
  readonly olderThanHours: number;
  /** Only say what would be done. */
  readonly dryRun: boolean;
}

const HOUR_MILLISECONDS = 3_600_000;

const WORDS: Readonly<Record<UploadState, string>> = {
  aborted: "aborted",
  "to abort": "would be aborted",
  gone: "gone meanwhile",
  young: "left: a run may be at it",
  "not ours": "left: no backup has such a key",
  failed: "left: it cannot be aborted",
};

export async function run(
  { settings, olderThanHours, dryRun }: CleanupOptions,
  io: CommandIo,
): Promise<Report> {
  const now = io.now();
  const uploads = await io.services.uploads(settings);
  const before = new Date(now.getTime() - olderThanHours * HOUR_MILLISECONDS);
  const found = await cleanUpUploads(
    uploads,
    { prefixes: settings.searchPrefixes, before, dryRun },
    io.signal,
  );
  const failed = found.filter(({ problem }) => problem !== undefined);
  for (const { problem } of failed) io.output.warn(problem?.message ?? "");
  const places = settings.searchPrefixes.map((prefix) => `${uploads.name}/${prefix}`).join(", ");
  const rows = found.map(({ key, initiated, state }) => [key, formatAge(initiated, now), WORDS[state]]);
  return {
    ...(failed.length > 0 && { exit: "partly" as const }),
    data: {
      store: uploads.name,
      prefixes: settings.searchPrefixes,
      olderThanHours,
      dryRun,
      uploads: found.map(data),
    },
    lines:
      found.length === 0
        ? [`no unfinished uploads below ${places}`]
        : formatTable([["KEY", "BEGUN", "STATE"], ...rows], io.stdout.columns),
  };
}

const data = ({ key, uploadId, initiated, state, problem }: Found) => ({
  key,
  uploadId,
  initiated: initiated.toISOString(),
  state,
  ...(problem && { problem }),
});
