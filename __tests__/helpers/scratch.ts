import { mkdirSync, readdirSync, readlinkSync } from "node:fs";
import type * as Os from "node:os";
import { join } from "node:path";

/** Makes a directory of the test's own that of temporary files, and tells what is left there: files, and processes that run in it. */
export function useScratch(dir: () => string): {
  readonly left: () => string[];
  readonly place: () => string;
} {
  const place = (): string => join(dir(), "scratch");
  beforeEach(() => {
    mkdirSync(place());
    // The variable would have to be set before the process starts: a test has an environment of its own.
    jest.spyOn(jest.requireActual<typeof Os>("node:os"), "tmpdir").mockReturnValue(place());
  });
  afterEach(() => jest.restoreAllMocks());
  return { place, left: () => [...readdirSync(place()), ...processesIn(place())] };
}

function processesIn(directory: string): string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const cwd = readlinkSync(`/proc/${pid}/cwd`);
        return cwd.startsWith(directory) ? [`process ${pid} in ${cwd}`] : [];
      } catch {
        return [];
      }
    });
}
