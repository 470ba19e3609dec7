/** The row of who can do what in a stack. */
import { InvalidArgumentError, Option } from "commander";
import type { CommandSpec } from "../command-spec";
import { OPTION } from "../options";

const FORMATS = ["table", "json", "sarif", "markdown", "html"] as const;

const days = (text: string): number => {
  if (/^\d{1,3}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It must be a whole number of days.");
};

export const ACCESS_COMMANDS: readonly CommandSpec[] = [
  {
    name: "access",
    summary:
      "show who can do what in a stack, a plan or policy files, and what changed; asks AWS with --live only",
    globals: ["json", "quiet", "outputs", "stack", "region", "endpointUrl"],
    arguments: [
      {
        name: "[place]",
        description:
          "cdktf.out, the folder of a stack in it, what `terraform show -json PLAN` printed, or a folder of policies (default: cdktf.out)",
      },
    ],
    options: [
      new Option(
        "--against <place>",
        "what was before, of the same kinds: only what changed is told, and new access ends with a status of its own",
      ),
      new Option(
        "--live",
        "compare with the account of the credentials, which is only read: what differs, who gains access by it, and what was not read",
      ),
      new Option("--format <format>", "how to tell it (default: table)").choices(FORMATS),
      OPTION.output(),
      OPTION.force(),
      new Option(
        "--fail-on <severity>",
        "end with the status of new access when a rule finds this, or worse",
      ).choices(["error", "warning", "note"]),
      new Option(
        "--deletion-window <days>",
        "days in which a deletion of a key must be cancellable (default: 30)",
      ).argParser(days),
    ],
    example: "access cdktf.out --format html --out access.html",
    prepare: async (flags, [place]) => {
      const {
        against,
        live = false,
        format,
        out,
        force = false,
        failOn,
        deletionWindow: deletionWindowInDays,
        json,
        stack,
      } = flags;
      const { run } = await import("../../commands/access/access");
      return (settings, io) =>
        run(
          {
            place,
            against,
            live,
            settings,
            format: format ?? (json ? "json" : "table"),
            out,
            force,
            failOn,
            deletionWindowInDays,
            stack,
          },
          io,
        );
    },
  },
];
