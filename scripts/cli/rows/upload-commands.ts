/** The row of what hosts left behind. */
import { InvalidArgumentError, Option } from "commander";
import type { CommandSpec } from "../command-spec";
import { OPTION } from "../options";

/** Longer than an upload takes. */
const DEFAULT_HOURS = 24;

const hours = (text: string): number => {
  if (/^\d{1,5}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It must be a whole number of hours.");
};

export const UPLOAD_COMMANDS: readonly CommandSpec[] = [
  {
    name: "cleanup",
    summary:
      "abort unfinished uploads of backups that interrupted runs, or hosts that are gone, left in the bucket",
    options: [
      OPTION.bucket(),
      OPTION.prefix(),
      new Option("--older-than <hours>", "leave alone what was begun less long ago: a run may be at it")
        .argParser(hours)
        .default(DEFAULT_HOURS),
      new Option("--dry-run", "only say what would be aborted"),
    ],
    example: "cleanup --outputs cdktf.outputs.json --dry-run",
    prepare: async ({ olderThan: olderThanHours, dryRun = false }) => {
      const { run } = await import("../../commands/backups/cleanup");
      return (settings, io) => run({ settings, olderThanHours, dryRun }, io);
    },
  },
];
