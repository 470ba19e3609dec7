/** Copies of the evidence on this host: 0600, whole or not at all, and known to be possible before anything is drilled. */
import { type AtomicFile, atomicFile } from "../../core/files/atomic-file";

export interface Copy {
  /** Writes it, and gives it its name. */
  publish(bytes: Buffer): Promise<void>;
  /** Removes what is there unless it was published. */
  discard(): Promise<void>;
}

/** @returns `undefined` without a target. @throws OperatorError `target` when it exists and may not be replaced, or cannot be written. */
export async function openCopy(target: string | undefined, overwrite: boolean): Promise<Copy | undefined> {
  if (target === undefined) return undefined;
  const file: AtomicFile = await atomicFile(target, { overwrite });
  return {
    publish: async (bytes) => {
      await file.handle.writeFile(bytes);
      await file.publish();
    },
    discard: () => file.discard(),
  };
}
