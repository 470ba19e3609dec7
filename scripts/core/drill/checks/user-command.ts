/** A program of the user's that looks at what was restored. */
import { setTimeout as wait } from "node:timers/promises";
import { OperatorError } from "../../../errors";
import { quotePath } from "../../archive/member";
import type { CheckSurroundings } from "../check-surroundings";
import { withheld } from "../etcd/tools";
import type { Checks } from "./check";

/** The variable that names the directory, which is also the one that the program runs in. */
export const DIRECTORY_VARIABLE = "SEALSTACK_DRILL_DIRECTORY";

export type Command = readonly [program: string, ...args: string[]];

/**
 * The words of a command. No shell runs, so that what only a shell understands would be taken for a part of a word.
 * @throws OperatorError `usage` when there is none, or something that a shell would have to do.
 */
export function parseCommand(text: string): Command {
  const meant = /["'`$\\|&;<>]/.exec(text)?.[0];
  if (meant !== undefined)
    throw new OperatorError(
      "usage",
      `the check command has a ${meant}, which only a shell understands; none runs`,
      {
        hint: "put it into a script, and name that",
      },
    );
  const [program, ...args] = text.split(/\s+/).filter((word) => word !== "");
  if (program !== undefined) return [program, ...args];
  throw new OperatorError("usage", "the check command is empty", {
    hint: "name a program with --check-command",
  });
}

/** @param onSaid gets the last line that a program that fails writes to stderr: for the terminal, because it may tell of the content. */
export async function commandCheck(
  checks: Checks,
  [program, ...args]: Command,
  { restored, programs, timeoutSeconds, signal }: CheckSurroundings,
  onSaid: (line: string) => void,
): Promise<void> {
  await checks.run(`the check command ${quotePath(program)} succeeds`, async () => {
    const running = programs.start(program, args, {
      cwd: restored.others,
      env: { [DIRECTORY_VARIABLE]: restored.others },
      withhold: withheld,
    });
    const over = new AbortController();
    try {
      const limit = wait(timeoutSeconds * 1000, "too long" as const, {
        signal: AbortSignal.any([signal, over.signal]),
      });
      const ending = await Promise.race([running.ended, limit]);
      if (ending === "too long") throw failed(`took longer than ${timeoutSeconds} seconds, and was ended`);
      if (ending.status === 0) return { detail: "exit status 0" };
      if (running.lastLine() !== "") onSaid(running.lastLine());
      throw failed(ending.problem ?? `ended with exit status ${ending.status}`);
    } finally {
      over.abort();
      await running.stop();
    }
  });

  function failed(how: string): OperatorError {
    return new OperatorError("tool", `${quotePath(program)} ${how}`);
  }
}
