/** The rows of what decides how long backups stay. */
import { Option } from "commander";
import type { CommandSpec } from "./command-spec";
import { OPTION } from "./options";

const PLACE_OPTIONS = [OPTION.bucket(), OPTION.prefix()];

/** Of a policy: texts, whose numbers the command itself judges. */
const POLICY_OPTIONS = (): Option[] => [
  new Option("--keep-last <n>", "keep the newest n backups of each series"),
  ...(["hour", "day", "week", "month", "year"] as const).map(
    (period) =>
      new Option(
        `--keep-${period === "day" ? "dai" : period}ly <n>`,
        `keep the newest backup of each of the last n ${period}s that have one`,
      ),
  ),
  new Option(
    "--keep-within <time>",
    "keep those made at most so long before the newest of the series, such as 48h, 30d or 8w",
  ),
  new Option("--policy <file>", "policies by series in a file of YAML or JSON, instead of these flags"),
  new Option(
    "--time-zone <name>",
    "whose days, weeks, months and years count, such as Europe/Berlin (default: UTC)",
  ),
];

const DRY_RUN = (): Option => new Option("--dry-run", "change nothing, and tell what would be done");

export const RETENTION_COMMANDS: readonly CommandSpec[] = [
  {
    name: "prune",
    summary: "delete the backups that a policy does not keep: by delete markers, which undelete takes away",
    options: [
      ...PLACE_OPTIONS,
      OPTION.name("only backups of this name"),
      ...POLICY_OPTIONS(),
      DRY_RUN(),
      new Option(
        "--explain",
        "tell of each version why it stays or goes, until when it is locked, and what it costs",
      ),
    ],
    example: "prune --outputs cdktf.outputs.json --keep-daily 14 --keep-monthly 12 --dry-run --explain",
    prepare: async ({ name, dryRun = false, explain = false, ...flags }) => {
      const { policyFlags } = await import("../commands/retention/policies");
      const { run } = await import("../commands/retention/prune");
      return (settings, io) => run({ settings, name, policy: policyFlags(flags), dryRun, explain }, io);
    },
  },
];
