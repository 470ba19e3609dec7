/** The row of what shells complete; it is about all rows. */
import { OperatorError } from "../../errors";
import type { CommandSpec } from "../command-spec";

const SHELLS = ["bash", "zsh", "fish"] as const;

/** @param all every row of the table, this one too */
export const completionCommands = (all: () => readonly CommandSpec[]): readonly CommandSpec[] => [
  {
    name: "completion",
    summary: "print what a shell needs to complete commands, options and their values",
    arguments: [{ name: "<shell>", description: SHELLS.join(", ") }],
    globals: ["json", "quiet"],
    options: [],
    example: "completion bash",
    prepare: async (_, [shell = ""]) => {
      const known = SHELLS.find((one) => one === shell);
      if (known === undefined)
        throw new OperatorError("usage", `there is no completion for '${shell}'`, {
          hint: `give one of ${SHELLS.join(", ")}`,
        });
      const [{ placesOf }, { bashCompletion }, { zshCompletion }, { fishCompletion }] = await Promise.all([
        import("../completion/words"),
        import("../completion/bash"),
        import("../completion/zsh"),
        import("../completion/fish"),
      ]);
      const script = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion }[known](
        placesOf(all()),
      );
      return async () => ({ data: { shell: known, script }, lines: script.trimEnd().split("\n") });
    },
  },
];
