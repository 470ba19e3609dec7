/** The order in which blocks can be applied. */
import { OperatorError } from "../../../scripts/errors";
import type { Block } from "./stack-file";

/**
 * Every block after all that it depends on; otherwise in the order given.
 * @throws OperatorError (`usage`) on a cycle, or on a dependency that the stack does not hold
 */
export function inDependencyOrder(blocks: readonly Block[]): Block[] {
  const byAddress = new Map(blocks.map((block) => [block.address, block]));
  const done = new Set<string>();
  const ordered: Block[] = [];
  const visit = (block: Block, way: readonly string[]): void => {
    if (done.has(block.address)) return;
    const path = [...way, block.address];
    if (way.includes(block.address)) {
      throw new OperatorError("usage", `resources depend on each other in a circle: ${path.join(" -> ")}`);
    }
    for (const address of block.dependencies) {
      const needed = byAddress.get(address);
      if (needed !== undefined) visit(needed, path);
      else
        throw new OperatorError(
          "usage",
          `${block.address} refers to ${address}, which the stack does not hold`,
        );
    }
    done.add(block.address);
    ordered.push(block);
  };
  for (const block of blocks) visit(block, []);
  return ordered;
}
