/** Writes a pack once a command has been run for the second time; the first leaves an empty one. To take a pack costs more than a start. */
import { closeSync, openSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeFolder, type Place } from "./place";

const UNFINISHED = ".new-"; // and the process that writes it
/** Younger ones may be somebody's who writes now. */
const UNFINISHED_MS = 60_000;
/** Of all packs: some 20 of today's. */
const MAX_BYTES = 32 * 1024 * 1024;

/** The mark of a first run. @throws Error of the system */
export function mark(place: Place, name: string): void {
  closeSync(openSync(join(makeFolder(place), name), "wx", 0o600));
}

/** All of it or nothing, in place of what was there. @throws Error of the system */
export function keep(place: Place, name: string, pack: Buffer): void {
  const folder = makeFolder(place);
  const unfinished = join(folder, `${UNFINISHED}${process.pid}`);
  rmSync(unfinished, { force: true });
  try {
    writeFileSync(unfinished, pack, { flag: "wx", mode: 0o600 });
    renameSync(unfinished, join(folder, name));
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
  tidy(folder, name);
}

/** Removes what killed processes have left, and the oldest packs where there are too many: of bundles that are gone, before all. */
function tidy(folder: string, newest: string): void {
  const found = readdirSync(folder)
    .filter((name) => name !== newest)
    .map((name) => ({ path: join(folder, name), name }))
    .flatMap((each) => {
      const { mtimeMs = 0, size = 0 } = statSync(each.path, { throwIfNoEntry: false }) ?? {};
      return [{ ...each, mtimeMs, size }];
    })
    .sort((one, other) => other.mtimeMs - one.mtimeMs);
  let bytes = statSync(join(folder, newest)).size;
  for (const { path, name, mtimeMs, size } of found) {
    bytes += size;
    const isLeft = name.startsWith(UNFINISHED) && Date.now() - mtimeMs > UNFINISHED_MS;
    if (isLeft || bytes > MAX_BYTES) rmSync(path, { force: true });
  }
}
