/** The tree in docs/architecture.md has every room that there is. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(__dirname, "..", "..");

/** What the tree says of each folder of its own line, by the folder's name as it stands there. */
function entries(): ReadonlyMap<string, string> {
  const page = readFileSync(join(ROOT, "docs/architecture.md"), "utf8");
  const [, tree = ""] = /## Where things are\n\n```\n([\s\S]*?)```/.exec(page) ?? [];
  const each = tree.split(/^(?= {0,2}\S)/m);
  return new Map(each.map((text) => [text.trim().split(/\s/)[0] ?? "", text]));
}

const roomsOf = (folder: string): readonly string[] =>
  readdirSync(join(ROOT, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !["dist", "node_modules"].includes(entry.name))
    .map(({ name }) => name);

describe("the tree of docs/architecture.md", () => {
  it.each([
    ["access", "access/", 9],
    ["scripts/core", "core/", 30],
  ])("says of every room of %s what is in it", (folder, entry, atLeast) => {
    const words = new Set(
      entries()
        .get(entry)
        ?.match(/[a-z][a-z-]*/g),
    );
    const rooms = roomsOf(folder);
    expect(rooms.length).toBeGreaterThanOrEqual(atLeast);
    expect(rooms.filter((room) => !words.has(room))).toEqual([]);
  });

  it("has a line for every module", () => {
    const lines = entries();
    const rooms = roomsOf("modules");
    expect(rooms.length).toBeGreaterThanOrEqual(7);
    expect(rooms.filter((room) => !lines.has(`${room}/`))).toEqual([]);
  });
});
