/** Which of the versions of Node.js that the npm package is tested with, by their major numbers. */
import { OperatorError } from "../../scripts/errors";
import { type NodeRelease, nodeBinary, TESTED } from "../executable/node-binary";

/** A Node.js that can be run. */
export interface RunnableNode {
  readonly version: string;
  readonly program: string;
}

const major = (version: string): string => version.split(".")[0] ?? "";

/** They are compared in what they do, on the processor and the system that npm's packages are fetched for here. */
export const canRunTested = process.platform === "linux" && process.arch === "x64";

/** @param words major numbers with commas between them, or `all`. @throws OperatorError `usage` */
export function chosen(words: string): readonly NodeRelease[] {
  const known = TESTED.map(({ version }) => major(version));
  return (words === "all" ? known : words.split(",")).map((word) => {
    const release = TESTED.find(({ version }) => major(version) === word);
    if (release === undefined)
      throw new OperatorError("usage", `no Node.js '${word}' to test with, there are ${known.join(", ")}`, {
        hint: "give one of these, several with commas between them, or all",
      });
    return release;
  });
}

/** The newest but the one that runs this: what Node.js changed last is what breaks. A release has them all. */
export const newestOther = (): NodeRelease =>
  TESTED.filter(({ version }) => major(version) !== major(process.versions.node)).reduce((newest, each) =>
    Number(major(each.version)) > Number(major(newest.version)) ? each : newest,
  );

/** @throws OperatorError `tool` where it cannot be run or downloaded */
export async function runnable(release: NodeRelease, notify: (line: string) => void): Promise<RunnableNode> {
  if (!canRunTested)
    throw new OperatorError(
      "tool",
      `the versions of Node.js to test with are for linux x64, this is ${process.platform} ${process.arch}`,
      { hint: "install that version, and run `npm run test:unit -- __tests__/scripts` with it" },
    );
  const { program } = await nodeBinary(release, notify);
  return { version: release.version, program };
}
