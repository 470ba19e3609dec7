/** Which members may follow one another, against a reader that remembers all of them. */
import fc from "fast-check";
import type { Member } from "../../../../../scripts/core/archive/member";
import { Order } from "../../../../../scripts/core/archive/reading/order";

/** What was always demanded: each path once, below a directory that came before. */
function remembered(): (member: Member) => boolean {
  const seen = new Set<string>();
  const directories = new Set(["."]);
  return ({ path, type }) => {
    const slash = path.lastIndexOf("/");
    const isRight = !seen.has(path) && directories.has(slash === -1 ? "." : path.slice(0, slash));
    seen.add(path);
    if (type === "directory") directories.add(path);
    return isRight;
  };
}

const member = (path: string, type: Member["type"]): Member => ({
  ...{ path, type, mode: 0, uid: 0, gid: 0, mtimeSeconds: 0, size: 0 },
});

/** Names around the signs that decide: before and behind a slash, and those whose UTF-16 and UTF-8 are ordered apart. */
const name = fc.constantFrom("a", "a-", "a.", "a0", "b", "\u00e9", "\uff5e", "\u{1f512}");
const path = fc
  .array(name, { minLength: 0, maxLength: 3 })
  .map((names) => (names.length === 0 ? "." : names.join("/")));
const members = fc.array(
  fc.record({ path, type: fc.constantFrom<Member["type"]>("directory", "directory", "file") }),
  {
    maxLength: 12,
  },
);

/** Path by path as the writer has them: names by their bytes, a directory before what it holds. */
const writers = (one: string, other: string): number => {
  const keys = [one, other].map((each) => Buffer.from(each === "." ? "" : each.replaceAll("/", "\0"))) as [
    Buffer,
    Buffer,
  ];
  return Buffer.compare(...keys);
};

describe("the order of an archive", () => {
  it("is any, as long as each member comes once, below its directory", () => {
    fc.assert(
      fc.property(members, (all) => {
        const order = new Order();
        const isRight = remembered();
        for (const each of all) {
          const expected = isRight(member(each.path, each.type));
          expect(order.problem(member(each.path, each.type)) === undefined).toBe(expected);
          if (!expected) return;
        }
      }),
      { numRuns: 2000 },
    );
  });

  it("takes what the writer writes without remembering it", () => {
    fc.assert(
      fc.property(members, (all) => {
        const order = new Order();
        const paths = [...new Map(all.map((each) => [each.path, each.type]))].sort(([one], [other]) =>
          writers(one, other),
        );
        const isRight = remembered();
        for (const [each, type] of paths) {
          const expected = isRight(member(each, type));
          expect(order.problem(member(each, type)) === undefined).toBe(expected);
          if (!expected) return;
        }
        expect(Reflect.get(order, "any")).toBeUndefined();
      }),
      { numRuns: 2000 },
    );
  });
});
