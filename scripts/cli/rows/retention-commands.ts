/** The rows of what decides how long backups stay. */
import { InvalidArgumentError, Option } from "commander";
import type { CommandSpec } from "../command-spec";
import { moment } from "../moment";
import { OPTION } from "../options";

const PLACE_OPTIONS = [OPTION.bucket(), OPTION.prefix()];

/** Of a policy: texts, whose numbers the command itself judges. */
const POLICY_OPTIONS = (): Option[] =>
  [
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
  ].map((option) => option.argParser(once));

/** Two policies contradict each other, and the last word of the two is none. */
function once(value: string, previous: string | undefined): string {
  if (previous === undefined || previous === value) return value;
  throw new InvalidArgumentError(`It was '${previous}' before: two policies contradict each other.`);
}

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
      const { policyFlags } = await import("../../commands/retention/policies");
      const { run } = await import("../../commands/retention/prune");
      return (settings, io) => run({ settings, name, policy: policyFlags(flags), dryRun, explain }, io);
    },
  },
  {
    name: "undelete",
    summary:
      "bring deleted backups back, by taking their delete markers away, until lifecycle has removed them",
    arguments: [{ name: "[backups...]", description: "ids of backups; none with --deleted-since" }],
    options: [
      ...PLACE_OPTIONS,
      new Option(
        "--deleted-since <time>",
        "everything that was deleted since then, records about backups too: a day, a time with its zone, or how long ago, such as 6h",
      ).argParser(moment),
      OPTION.name("with --deleted-since: only backups of this name"),
      DRY_RUN(),
    ],
    example: "undelete --outputs cdktf.outputs.json --deleted-since 24h --dry-run",
    prepare: async ({ deletedSince: since, name, dryRun = false }, backups) => {
      const { run } = await import("../../commands/retention/undelete");
      return (settings, io) => run({ settings, backups, since, name, dryRun }, io);
    },
  },
  {
    name: "quarantine",
    summary:
      "mark a backup as known to be bad, so that latest, drills and retention pass over it; or take the mark away",
    arguments: [{ name: "<backup>", description: "id as `list` shows it" }],
    options: [
      OPTION.bucket(),
      new Option("--reason <text>", "why it is bad: one line, which `list` shows"),
      new Option("--release", "take it out of quarantine again"),
    ],
    example:
      "quarantine --outputs cdktf.outputs.json step-ca/ca-20261122T014200Z.tar.gz.kms --reason 'restored to a key that does not match'",
    prepare: async ({ reason, release = false }, [backup = ""]) => {
      const { run } = await import("../../commands/retention/quarantine");
      return (settings, io) => run({ settings, backup, reason, release }, io);
    },
  },
  ...[true, false].map(
    (on): CommandSpec => ({
      name: on ? "hold set" : "hold release",
      summary: on
        ? "set a legal hold on every version of backups: nobody can delete them, and prune keeps them"
        : "release the legal hold of every version of backups",
      arguments: [{ name: "<backups...>", description: "ids as `list` shows them" }],
      options: [OPTION.bucket(), DRY_RUN()],
      example: `hold ${on ? "set" : "release"} --outputs cdktf.outputs.json step-ca/ca-20261122T014200Z.tar.gz.kms`,
      prepare: async ({ dryRun = false }, backups) => {
        const { run } = await import("../../commands/retention/hold");
        return (settings, io) => run({ settings, backups, on, dryRun }, io);
      },
    }),
  ),
  {
    name: "lock extend",
    summary:
      "make the object lock of backups end later, never sooner; in the mode COMPLIANCE nobody can take that back",
    arguments: [
      { name: "[backups...]", description: "ids of backups, all versions of them; none with --kept" },
    ],
    options: [
      ...PLACE_OPTIONS,
      new Option("--kept", "what a policy keeps, by the flags of prune"),
      OPTION.name("with --kept: only backups of this name"),
      ...POLICY_OPTIONS(),
      new Option(
        "--until <time>",
        "until when: a day, which begins at midnight UTC, a time with its zone, or how long from now, such as 90d",
      ).argParser(moment),
      new Option("--days <n>", "for so many days from now"),
      new Option("--mode <mode>", "of versions that have no lock yet (default: the bucket's)").choices([
        "GOVERNANCE",
        "COMPLIANCE",
      ]),
      DRY_RUN(),
    ],
    example: "lock extend --outputs cdktf.outputs.json --kept --keep-monthly 12 --days 35",
    prepare: async ({ kept = false, name, until, days, mode, dryRun = false, ...flags }, backups) => {
      const { policyFlags } = await import("../../commands/retention/policies");
      const { run } = await import("../../commands/retention/extend-lock");
      return (settings, io) =>
        run({ settings, backups, kept, name, policy: policyFlags(flags), until, days, mode, dryRun }, io);
    },
  },
];
