/** What a new backup says of those before it. */
import { OperatorError } from "../../errors";
import type { BackupName } from "../object-key";
import type { ObjectStore } from "../ports";
import { type Catalog, catalogOf } from "./catalog";
import { listSeries } from "./series";

export interface LookBackSurroundings {
  readonly store: Pick<ObjectStore, "list" | "name">;
  readonly signal: AbortSignal;
  readonly now: () => Date;
  /** Told where nothing can be seen. */
  readonly onRemark: (remark: string) => void;
}

/**
 * The catalog of a backup that is about to be made, by listing alone: who writes may not read. A backup that knows nothing of its predecessors
 * is better than none, so that they cannot be listed is a remark.
 */
export async function lookBack(
  plan: BackupName,
  { store, signal, now, onRemark }: LookBackSurroundings,
): Promise<Catalog> {
  try {
    const all = await listSeries(store, plan, signal);
    const others = all.filter(({ name }) => name.id !== plan.id).map(({ seen }) => seen);
    return catalogOf(store.name, now(), others);
  } catch (error) {
    if (!(error instanceof OperatorError) || signal.aborted) throw error;
    onRemark(`this backup says nothing of those before it: ${error.message}`);
    return { ...catalogOf(store.name, now(), []), problem: error.exit };
  }
}
