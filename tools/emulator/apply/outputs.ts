/** A stack's outputs, in the shape of `cdktf output --outputs-file`. */
import { renameSync, statSync, writeFileSync } from "node:fs";
import { type Lookup, resolveValue } from "./evaluate";
import type { OutputTree, StackFile } from "./stack-file";

export type StackOutputs = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Files each output under the names of its constructs, as cdktf does. */
export function outputTreeOf(
  { outputs, outputTree }: StackFile,
  lookup: Lookup,
): Readonly<Record<string, unknown>> {
  const fill = (tree: OutputTree): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(tree).map(([name, id]) => [
        name,
        typeof id === "string" ? resolveValue(outputs[id], lookup) : fill(id),
      ]),
    );
  return fill(outputTree);
}

/** Writes outputs, sensitive ones included, for the owner's eyes only. */
export function writeOutputs(path: string, outputs: StackOutputs): void {
  const text = `${JSON.stringify(outputs, null, 2)}\n`;
  const found = statSync(path, { throwIfNoEntry: false });
  // A file in the place of a device or a pipe would be something else.
  if (found !== undefined && !found.isFile()) {
    writeFileSync(path, text);
    return;
  }
  writeFileSync(`${path}.new`, text, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}
