import { existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cacheEntry } from "../../../tools/fetched/cache-entry";
import { useTempDir } from "../../helpers/temp-dir";

const DAY_MS = 24 * 3600 * 1000;

describe("an entry of the cache", () => {
  const cache = useTempDir();
  const made: string[] = [];
  beforeEach(() => {
    made.length = 0;
  });

  const entry = (name: string, ...madeFrom: string[]) =>
    cacheEntry(
      {
        name,
        madeFrom,
        isMade: (dir) => existsSync(join(dir, "program")),
        make: async (dir) => {
          made.push(dir);
          mkdirSync(dir, { recursive: true });
          writeFileSync(join(dir, "program"), "");
        },
      },
      cache(),
    );
  const lastUsed = (dir: string, days: number): void => {
    const then = new Date(Date.now() - days * DAY_MS);
    utimesSync(dir, then, then);
  };
  const entries = () => readdirSync(cache()).map((name) => join(cache(), name));

  it("is made once, by one process at a time, and again where what it is made from differs", async () => {
    const [one, same] = await Promise.all([entry("go", "1"), entry("go", "1")]);
    expect(same).toBe(one);
    const other = await entry("go", "2");
    expect(made).toEqual([one, other]);
    expect(entries().sort()).toEqual([one, other].sort()); // and no lock
  });

  it("takes the place of older ones of its name that nobody used for 30 days", async () => {
    const [old, recent] = [await entry("go", "1"), await entry("go", "2")];
    const others = [
      await entry("go-tools", "1"),
      join(cache(), "go-by-hand"),
      join(cache(), "terraform-plugins"),
    ];
    for (const folder of others.slice(1)) mkdirSync(folder);
    for (const folder of [old, ...others]) lastUsed(folder, 31);
    lastUsed(recent, 29);
    const mine = await entry("go", "3");
    expect(entries().sort()).toEqual([recent, mine, ...others].sort());
  });

  it("stays as long as it is used", async () => {
    const used = await entry("go", "1");
    lastUsed(used, 31);
    await entry("go", "1");
    await entry("go", "2");
    expect(existsSync(used)).toBe(true);
  });

  it("fails when it cannot be made, and leaves the older ones and no lock", async () => {
    const old = await entry("go", "1");
    lastUsed(old, 31);
    const make = () => Promise.reject(new Error("no network"));
    const failing = cacheEntry({ name: "go", madeFrom: ["2"], isMade: () => false, make }, cache());
    await expect(failing).rejects.toThrow("no network");
    expect(entries()).toEqual([old]);
  });
});
