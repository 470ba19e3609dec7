import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { linkProblem, pathProblem } from "../../../../scripts/core/archive/member";
import { packed, unpack } from "../../../helpers/stores/archive";
import { useTempDir } from "../../../helpers/temp-dir";

/** A name as a file system takes it: any character but `/` and NUL, at most 255 bytes, and not ours. */
const name = fc
  .string({ unit: "binary", minLength: 1, maxLength: 60 })
  .filter((text) => !/[/\0]|^\.{1,2}$|^\.sealstack$/.test(text) && Buffer.byteLength(text) <= 255);

type Tree = { readonly [name: string]: Buffer | string | Tree };

/** A directory: files as bytes, links as text, directories as trees. */
const { tree } = fc.letrec<{ tree: Tree; node: Buffer | string | Tree }>((tie) => ({
  tree: fc.dictionary(name, tie("node"), { maxKeys: 5, noNullPrototype: true }) as fc.Arbitrary<Tree>,
  node: fc.oneof(
    { depthSize: "small" },
    fc.uint8Array({ maxLength: 2000 }).map((bytes) => Buffer.from(bytes)),
    name,
    tie("tree"),
  ),
}));

describe("archives of any tree", () => {
  const dir = useTempDir();

  it("give back the same tree", async () => {
    await fc.assert(
      fc.asyncProperty(tree, async (given) => {
        const place = mkdtempSync(join(dir(), "run-"));
        grow(join(place, "in"), given);
        await unpack(await packed(join(place, "in")), join(place, "out"));
        expect(look(join(place, "out"))).toEqual(look(join(place, "in")));
        rmSync(place, { recursive: true });
      }),
      { numRuns: 60 },
    );
  }, 60_000);
});

describe("linkProblem", () => {
  it("passes only links that stay inside, whatever the names of directories are", () => {
    const part = fc.constantFrom("..", ".", "a", "b", "");
    const text = fc.array(part, { minLength: 1, maxLength: 8 }).map((parts) => parts.join("/"));
    const path = fc
      .array(fc.constantFrom("a", "b"), { minLength: 1, maxLength: 4 })
      .map((parts) => parts.join("/"));
    fc.assert(
      fc.property(path, text, (at, target) => {
        if (pathProblem(at) !== undefined || linkProblem(at, target) !== undefined) return;
        const depth = [...at.split("/").slice(0, -1), ...target.split("/")].reduce(
          (level, step) =>
            level < 0 ? level : level + (step === ".." ? -1 : step === "." || step === "" ? 0 : 1),
          0,
        );
        expect(target.startsWith("/")).toBe(false);
        expect(depth).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 2000 },
    );
  });
});

function grow(place: string, node: Buffer | string | Tree): void {
  if (Buffer.isBuffer(node)) writeFileSync(place, node);
  else if (typeof node === "string") symlinkSync(node, place);
  else {
    mkdirSync(place);
    for (const [child, what] of Object.entries(node)) grow(join(place, child), what);
  }
}

/** All of a tree, as text that a failure can show. */
function look(place: string): unknown {
  return readdirSync(place, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((entry) => {
      const path = join(place, entry.name);
      if (entry.isSymbolicLink()) return [entry.name, "->", readlinkSync(path)];
      if (entry.isDirectory()) return [entry.name, statSync(path).mode, look(path)];
      return [entry.name, statSync(path).mode, readFileSync(path).toString("hex")];
    });
}
