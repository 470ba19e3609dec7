/** Versions of Node.js that the same work is measured on, side by side: `--node 20,24,26`, or `--node all`. */
import { chosen, type RunnableNode, runnable } from "../tools/node-versions/chosen";
import { say } from "../tools/say";

export interface MeasuredNode extends RunnableNode {
  /** Name of what runs on it: that alone where there is one version, else with the version. */
  readonly named: (what: string) => string;
}

/** @param words as `npm run test:node` takes them. @default the Node.js of this process. @throws OperatorError */
export async function measuredNodes(words: string | undefined): Promise<readonly MeasuredNode[]> {
  if (words === undefined) {
    const [program, version] = [process.execPath, process.versions.node];
    return [{ program, version, named: (what) => what }];
  }
  const nodes = await Promise.all(chosen(words).map((release) => runnable(release, say)));
  return nodes.map((node) => ({ ...node, named: (what) => `${what} on Node.js ${node.version}` }));
}

/** For the results. */
export const versionsOf = (nodes: readonly MeasuredNode[]): string =>
  nodes.map(({ version }) => `v${version}`).join(", ");
