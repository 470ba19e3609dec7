/** `npm run -s emulator -- <command>`: stdout is data, everything else goes to stderr. */

import { parseArgs } from "node:util";
import { EXIT, exitStatus, OperatorError } from "../../scripts/errors";
import { Output } from "../../scripts/output/output";
import { say } from "../say";
import { COMMANDS, USAGE } from "./commands";

async function main(argv: readonly string[]): Promise<number> {
  const json = argv.includes("--json");
  const output = new Output(process.stdout, process.stderr, { json, quiet: false });
  try {
    const { values, positionals } = parseFlags(argv);
    const [name = "", ...operands] = positionals;
    const command = COMMANDS[name];
    if (command === undefined || operands.length > command.operands) {
      say(USAGE);
      return EXIT.usage.status;
    }
    const notify = (line: string) => say(`emulator: ${line}`);
    output.report(await command.run({ ...values, operand: operands[0], notify }));
    return 0;
  } catch (error) {
    output.error(error);
    return exitStatus(error);
  }
}

function parseFlags(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        json: { type: "boolean", default: false },
        export: { type: "boolean", default: false },
        dir: { type: "string" },
        "out-dir": { type: "string" },
        "outputs-file": { type: "string" },
      },
    });
  } catch (error) {
    throw new OperatorError("usage", error instanceof Error ? error.message : String(error), {
      hint: "see `npm run -s emulator`",
    });
  }
}

main(process.argv.slice(2)).then((status) => {
  process.exitCode = status;
});
