/** Python programs from PyPI, each in a virtual environment of its own under ~/.cache/sealstack. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { OperatorError } from "../../scripts/errors";
import { answers, mustRun } from "../processes/run";
import { cacheEntry } from "./cache-entry";

export interface Venv {
  readonly dir: string;
  /** Path of a program in the environment, such as `python`. */
  bin(name: string): string;
}

/** The pins were seen to work with this version; a later one is only tried where it is missing. */
const PREFERRED_PYTHON = "python3.11";

/** What every environment is made with; part of its name, so that a change makes a new one. */
const RECIPE = "1";

const MARKER = ".complete";

/**
 * The environment with exactly what `requirementsFile` pins, made when it is missing (a minute, up to 500 MB).
 *
 * Scripts in an environment hold its absolute path, so that it cannot be built elsewhere and renamed: it is
 * built in place under a lock and counts only once its marker is written.
 * @throws OperatorError (`tool`) when there is no Python 3 with `venv`, or a package cannot be installed
 */
export async function ensureVenv(
  name: string,
  requirementsFile: string,
  notify: (line: string) => void,
): Promise<Venv> {
  const python = findPython();
  const dir = await cacheEntry({
    name,
    madeFrom: [[RECIPE, python, readFileSync(requirementsFile, "utf8")].join("\0")],
    isMade: (folder) => existsSync(join(folder, MARKER)),
    make: async (folder) => {
      notify(`installing ${name} from PyPI into ${folder}`);
      await build(python, folder, requirementsFile);
      writeFileSync(join(folder, MARKER), "");
    },
  });
  return { dir, bin: (program) => join(dir, "bin", program) };
}

async function build(python: string, dir: string, requirementsFile: string): Promise<void> {
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true, mode: 0o755 });
  await mustRun(python, ["-m", "venv", dir], { hint: "install the package python3-venv" });
  await mustRun(
    join(dir, "bin", "python"),
    ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input", "-r", requirementsFile],
    { hint: "check that PyPI can be reached, then try again", cause: pipErrors },
  );
}

/** What pip calls errors. One of them lists every version that there is. */
function pipErrors(text: string): readonly string[] {
  const errors = text.split("\n").filter((line) => line.startsWith("ERROR: "));
  return errors.map((line) => (line.length > 160 ? `${line.slice(0, 160)}…` : line));
}

function findPython(): string {
  const found = [PREFERRED_PYTHON, "python3"].find((name) => answers(name, ["-c", "import venv, ensurepip"]));
  if (found !== undefined) return found;
  throw new OperatorError("tool", "no Python 3 with the modules venv and ensurepip on PATH", {
    hint: "install python3 and python3-venv",
  });
}
