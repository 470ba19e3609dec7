/** Work on many backups: a few at a time, and one that fails does not end the others. */
import { OperatorError } from "../../errors";
import { forEachConcurrently } from "../store/concurrently";

export interface Failure {
  readonly id: string;
  readonly error: OperatorError;
}

/** What fails one backup so fails every other, too. */
const FATAL: readonly string[] = ["credentials", "interrupted"];

/**
 * @param onDone hears how many are done.
 * @returns the failures, in the order of the items.
 * @throws whatever is no failure of one backup alone.
 */
export async function forEachBackup<T extends { readonly id: string }>(
  backups: readonly T[],
  { atOnce, signal, onDone }: EachOptions,
  work: (backup: T) => Promise<void>,
): Promise<readonly Failure[]> {
  const failures = new Map<T, Failure>();
  let done = 0;
  const items = async function* (): AsyncGenerator<T> {
    yield* backups;
  };
  const one = async (backup: T): Promise<void> => {
    signal.throwIfAborted();
    try {
      await work(backup);
    } catch (error) {
      if (!(error instanceof OperatorError) || FATAL.includes(error.exit) || signal.aborted) throw error;
      failures.set(backup, { id: backup.id, error });
    }
    done += 1;
    onDone?.(done);
  };
  await forEachConcurrently(items(), atOnce, one, () => {});
  return backups.flatMap((backup) => failures.get(backup) ?? []);
}

export interface EachOptions {
  readonly atOnce: number;
  readonly signal: AbortSignal;
  readonly onDone?: ((done: number) => void) | undefined;
}
