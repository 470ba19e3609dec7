import { closeSync, lstatSync, mkdirSync, openSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { isMarked, MARK, SILENCE_MILLISECONDS, showLife } from "../../../../scripts/core/places/mark";
import { useTempDir } from "../../../helpers/temp-dir";

describe("signs of life", () => {
  const dir = useTempDir();
  afterEach(() => jest.useRealTimers());

  it("are given many times before anybody takes a run for dead, and not after its end", () => {
    jest.useFakeTimers({ now: 5_000_000_000 });
    const place = join(dir(), "staging");
    mkdirSync(place);
    const fd = openSync(place, "r");
    const end = showLife(fd);
    const touched = (): number => lstatSync(place).mtimeMs;
    try {
      for (const minutes of [1, 2, 3]) {
        utimesSync(place, 0, 0);
        jest.advanceTimersByTime(60_000);
        expect(touched()).toBe(5_000_000_000 + minutes * 60_000);
      }
      expect(SILENCE_MILLISECONDS / 60_000).toBeGreaterThanOrEqual(30);
      end();
      utimesSync(place, 0, 0);
      jest.advanceTimersByTime(SILENCE_MILLISECONDS);
      expect(touched()).toBe(0);
    } finally {
      end();
      closeSync(fd);
    }
  });
});

describe("a mark", () => {
  it("is the owner's alone and sticky, wherever its group came from", () => {
    for (const mode of [0o41700n, 0o43700n]) expect(isMarked(mode, "directory")).toBe(true);
    for (const mode of [0o40700n, 0o41750n, 0o41777n, 0o41600n])
      expect(isMarked(mode, "directory")).toBe(false);
    expect([isMarked(0o101600n, "file"), isMarked(0o100600n, "file")]).toEqual([true, false]);
    expect([MARK.directory & 0o077, MARK.file & 0o077]).toEqual([0, 0]);
  });
});
