/** `npm run build:linux`: the executable and the packages with it, in dist/linux. See docs/install.md. */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { OperatorError } from "../../scripts/errors";
import { ARCHITECTURES, type Architecture } from "../executable/node-binary";
import { REPO_ROOT } from "../paths";
import { program } from "../program";
import { say } from "../say";
import { linuxArtefacts } from "./artefacts";

const HINT = `Use 'npm run build:linux -- [--arch ${ARCHITECTURES.join("|")}] [--out FOLDER]'.`;

async function main(args: readonly string[]): Promise<void> {
  const { architectures, out } = options(args);
  const files = await linuxArtefacts({ root: REPO_ROOT, out, architectures }, (line) => say(line));
  for (const file of files) say(file, process.stdout);
}

/** @throws OperatorError (`usage`) */
function options(args: readonly string[]): { architectures: readonly Architecture[]; out: string } {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { arch: { type: "string" }, out: { type: "string", default: join("dist", "linux") } },
    });
    if (values.arch === undefined) return { architectures: ARCHITECTURES, out: values.out };
    const architectures = ARCHITECTURES.filter((each) => each === values.arch);
    if (architectures.length > 0) return { architectures, out: values.out };
    throw new Error(`'--arch' takes ${ARCHITECTURES.join(" or ")}, got '${values.arch}'`);
  } catch (error) {
    const message = error instanceof Error ? error.message.split(". ")[0] : String(error);
    throw new OperatorError("usage", String(message).toLowerCase(), { hint: HINT, cause: error });
  }
}

void program(() => main(process.argv.slice(2)));
