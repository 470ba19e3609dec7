/** Finds the synthesized stacks in what a user names: cdktf.out, the folder of one stack, or its file. */
import { readdir, readFile, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { OperatorError } from "../../errors";
import { reasonOf } from "../../system-codes";
import { readSynthesis, type Synthesis } from "./synthesis/read";

const STACK_FILE = "cdk.tf.json";

/**
 * The stacks of a folder, in the order of their names.
 * @param stack the only one to read.
 * @throws OperatorError `usage`.
 */
export async function synthesesIn(place: string, stack: string | undefined): Promise<readonly Synthesis[]> {
  const files = await stackFiles(place);
  const chosen = stack === undefined ? files : files.filter((file) => stackName(file) === stack);
  if (chosen.length === 0)
    throw new OperatorError(
      "usage",
      `${place} has no stack '${stack}'; it has: ${files.map(stackName).join(", ")}`,
      {
        hint: "name one of them with --stack",
      },
    );
  return Promise.all(
    chosen.map(async (file) =>
      readSynthesis(await readFile(file, "utf8").catch(unreadable(file)), file, stackName(file)),
    ),
  );
}

const stackName = (file: string): string => basename(dirname(file));

async function stackFiles(place: string): Promise<readonly string[]> {
  const stats = await stat(place).catch(unreadable(place));
  if (stats.isFile()) return [place];
  if (await isFile(join(place, STACK_FILE))) return [join(place, STACK_FILE)];
  const names = await readdir(join(place, "stacks")).catch(() => []);
  const files = names.sort().map((name) => join(place, "stacks", name, STACK_FILE));
  const there = await Promise.all(files.map(isFile));
  const found = files.filter((_, at) => there[at]);
  if (found.length > 0) return found;
  throw new OperatorError("usage", `${place} holds no synthesized stack`, {
    hint: "name cdktf.out, a folder in cdktf.out/stacks, or its cdk.tf.json; `npx cdktf synth` writes them",
  });
}

function unreadable(place: string): (cause: unknown) => never {
  return (cause) => {
    throw new OperatorError("usage", `${place} cannot be read: ${reasonOf(cause)}`, {
      hint: "write it with `npx cdktf synth`",
      cause,
    });
  };
}

const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    (stats) => stats.isFile(),
    () => false,
  );
