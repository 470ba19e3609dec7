import { chmod, readdir, rm } from "node:fs/promises";
import { join } from "node:path";

/** Removes a directory that is ours and all below it; also what its owner may not write, which `rm` leaves to root. */
export async function removeTree(directory: string): Promise<void> {
  const all = { recursive: true, force: true } as const;
  await rm(directory, all).catch(async () => {
    await unlock(directory);
    await rm(directory, all);
  });
}

async function unlock(directory: string): Promise<void> {
  await chmod(directory, 0o700);
  for (const entry of await readdir(directory, { withFileTypes: true }))
    if (entry.isDirectory()) await unlock(join(directory, entry.name));
}
