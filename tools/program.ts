/** How a tool or a bench ends. */
import { exitStatus } from "../scripts/errors";
import { Output } from "../scripts/output/output";

/**
 * Runs the main part of a program, and ends with its status, if it is a number. What it throws is said on stderr as `sealstack` says it: what an
 * operator can act on with its hint, anything else with its stack.
 */
export async function program(main: () => Promise<unknown>): Promise<void> {
  try {
    const status = await main();
    if (typeof status === "number") process.exitCode = status;
  } catch (error) {
    new Output(process.stdout, process.stderr, { json: false, quiet: false }).error(error);
    process.exitCode = exitStatus(error);
  }
}
