/** The row of what stacks cost. */
import { Option } from "commander";
import type { CommandSpec } from "../command-spec";
import { collect } from "../options";

export const COST_COMMANDS: readonly CommandSpec[] = [
  {
    name: "cost",
    summary: "estimate what stacks cost a month, from what was synthesized and how it is used; without AWS",
    globals: ["json", "quiet", "outputs", "stack", "region"],
    arguments: [
      {
        name: "[folder]",
        description:
          "cdktf.out, the folder of a stack in it, or its cdk.tf.json (default: --outputs where it is given, else cdktf.out)",
      },
    ],
    options: [
      new Option(
        "--profile <file>",
        "how it is used, in YAML or JSON, as examples/cost/usage.yaml; flags go over it",
      ),
      new Option("--backup-size <size>", "size of one backup, as it is stored: 64MiB"),
      new Option("--backups-per-day <number>", "backups a day, under each prefix"),
      new Option("--retention-days <days>", "days that backups are kept, where the stack does not say it"),
      new Option("--restores <number>", "backups of each prefix that are restored or verified in a month"),
      new Option("--key-rotations <number>", "times that the keys have been rotated so far"),
      new Option("--usage <name=value>", "any other key of a profile; may be repeated").argParser(collect),
      new Option("--prices-of <region>", "region whose prices stand in where the table has none"),
    ],
    example: "cost cdktf.out --backup-size 200MiB --backups-per-day 24 --restores 4",
    prepare: async (
      {
        profile,
        usage = [],
        stack,
        backupSize,
        backupsPerDay,
        retentionDays: retentionInDays,
        restores: restoresPerMonth,
        keyRotations,
        pricesOf,
      },
      [folder],
    ) => {
      const { run } = await import("../../commands/cost/cost");
      const flags = { backupSize, backupsPerDay, retentionInDays, restoresPerMonth, keyRotations };
      return (settings, io) => run({ settings, folder, stack, profile, usage, flags, pricesOf }, io);
    },
  },
];
