import { open } from "node:fs/promises";

/** Makes the new name survive a power cut; not every file system can. */
export async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, "r");
  await handle.sync().catch(() => {});
  await handle.close();
}
