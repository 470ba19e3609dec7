/**
 * `npm run test:node -- VERSIONS [--part | PATH…]`: unit tests of scripts/ and what they do with the emulator, on versions of Node.js that the npm package is
 * tested with, by their major numbers with commas between them, or `all`; with `--part` those unit tests that `npm test` runs there, with paths only those.
 * `--all-tests`, for `npm test`: all tests on this Node.js, then the part on the newest other one. The last line counts the tests of all runs.
 */
import { OperatorError } from "../../scripts/errors";
import { program } from "../program";
import { say } from "../say";
import { canRunTested, chosen, newestOther, runnable } from "./chosen";
import { counted } from "./counted";
import { jestOn, PART, testsOn, WHOLE } from "./runs";

async function allTests(): Promise<number> {
  const status = jestOn(process.execPath, []);
  // Where they cannot be run, __tests__/integration/installed/node-versions.test.ts has said so.
  if (status !== 0 || !canRunTested) return status;
  return testsOn(await runnable(newestOther(), say), PART);
}

async function some([versions = "", ...rest]: readonly string[]): Promise<number> {
  const paths = rest.filter((word) => word !== "--part");
  const part = paths.length < rest.length;
  if (versions === "" || (part && paths.length > 0))
    throw new OperatorError("usage", "usage: npm run test:node -- VERSIONS [--part | PATH…]", {
      hint: "give versions of Node.js by their major numbers, such as 24 or 24,26, or all",
    });
  const nodes = await Promise.all(chosen(versions).map((release) => runnable(release, say)));
  const whole = paths.length === 0 ? WHOLE : paths;
  return Math.max(...nodes.map((node) => testsOn(node, part ? PART : whole)));
}

const argv = process.argv.slice(2);
void program(() => counted(() => (argv[0] === "--all-tests" ? allTests() : some(argv))));
