import { mkdtempSync, readdirSync, readlinkSync, rmSync } from "node:fs";
import type * as Os from "node:os";
import { join } from "node:path";

/**
 * Gives each test a directory of temporary files of its own, and fails where something is left there after it: files, or processes that run in it.
 * @returns what is there, for a look in between
 */
export function useScratch(): { readonly left: () => string[] } {
  const os = jest.requireActual<typeof Os>("node:os");
  let place = "";
  const left = (): string[] => [...readdirSync(place), ...processesIn(place)];
  beforeEach(() => {
    place = mkdtempSync(join(os.tmpdir(), "sealstack-scratch-"));
    // The variable would have to be set before the process starts: a test has an environment of its own.
    jest.spyOn(os, "tmpdir").mockReturnValue(place);
  });
  afterEach(() => {
    jest.restoreAllMocks();
    const found = left();
    rmSync(place, { recursive: true });
    expect(found).toEqual([]);
  });
  return { left };
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
