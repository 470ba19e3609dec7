import { inDependencyOrder } from "../../../../tools/emulator/apply/order";
import type { Block } from "../../../../tools/emulator/apply/stack-file";

function block(address: string, ...dependencies: string[]): Block {
  return {
    address,
    mode: "resource",
    type: "aws_x",
    attributes: {},
    dependencies: new Set(dependencies),
    preventDestroy: false,
    ignoreChanges: [],
    preconditions: [],
  };
}

describe("dependency order", () => {
  it("puts every block after what it needs, otherwise in the order given", () => {
    const blocks = [block("policy", "bucket", "key"), block("bucket", "key"), block("other"), block("key")];
    expect(inDependencyOrder(blocks).map(({ address }) => address)).toEqual([
      "key",
      "bucket",
      "policy",
      "other",
    ]);
  });

  it("fails on a circle, naming it", () => {
    expect(() => inDependencyOrder([block("a", "b"), block("b", "c"), block("c", "a")])).toThrow(
      "resources depend on each other in a circle: a -> b -> c -> a",
    );
  });

  it("fails on a dependency that is not there", () => {
    expect(() => inDependencyOrder([block("a", "b")])).toThrow(
      "a refers to b, which the stack does not hold",
    );
  });
});
