/** The rows of what tells whether backups can be relied on. */
import { Option } from "commander";
import type { CommandSpec } from "../command-spec";
import { OPTION } from "../options";
import { CHECK_OPTIONS, CHOICE_OPTIONS, choiceOf, EVIDENCE_OPTIONS, STATUS_OPTIONS } from "./drill-options";

const PLACE_OPTIONS = [OPTION.bucket(), OPTION.prefix()];

export const DRILL_COMMANDS: readonly CommandSpec[] = [
  {
    name: "drill",
    summary:
      "restore backups into a directory that is removed again, check what came back, and keep evidence of it",
    arguments: [{ name: "[backup]", description: "id as `list` shows it (default: one of each series)" }],
    options: [
      ...CHOICE_OPTIONS,
      OPTION.key(),
      OPTION.passphraseFile(),
      OPTION.passphrasePrompt(),
      ...PLACE_OPTIONS,
      OPTION.name("only backups of this name"),
      OPTION.context("pair that the backups must carry"),
      ...CHECK_OPTIONS,
      ...EVIDENCE_OPTIONS,
      new Option("--dry-run", "say which backups would be drilled, and drill none"),
    ],
    example: "drill --outputs cdktf.outputs.json --random --window 30",
    prepare: async (flags, [backup]) => {
      const { name, context = [], strict = false, dryRun = false, force = false, store = true } = flags;
      const { checkCommand, checkTimeout, stepCaPasswordFile, evidence, junit, macKey, signingKey } = flags;
      const choice = choiceOf(flags, backup);
      const { run } = await import("../../commands/drill/drill");
      return (settings, io) =>
        run(
          {
            ...{
              settings,
              choice,
              backup,
              name,
              context,
              checkCommand,
              timeoutSeconds: checkTimeout,
              stepCaPasswordFile,
            },
            ...{ strict, dryRun, force, store, evidence, junit, macKey, signingKey },
          },
          io,
        );
    },
  },
  {
    name: "status",
    summary:
      "show for each series of backups the last one, the last good drill, and what is not as it must be",
    options: [...PLACE_OPTIONS, OPTION.name("only backups of this name"), ...STATUS_OPTIONS],
    example: "status --outputs cdktf.outputs.json --max-age 26h --max-drill-age 8d",
    prepare: async ({ name, maxAge, maxDrillAge }) => {
      const { run } = await import("../../commands/backups/status");
      return (settings, io) => run({ settings, name, maxAge, maxDrillAge }, io);
    },
  },
];
