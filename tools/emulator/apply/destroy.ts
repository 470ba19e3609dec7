/** Removes what was applied, unless the stack protects it. */
import { OperatorError } from "../../../scripts/errors";
import { type ApplyOptions, openSession, type Session, step, typeOf } from "./session";

export interface DestroyResult {
  /** Addresses, in the order of removal. */
  readonly removed: readonly string[];
  /** What is left, such as a key that is pending deletion, and what was lost, such as a bucket's content. */
  readonly remarks: readonly string[];
}

/**
 * Buckets are emptied first: all versions, delete markers and unfinished uploads. Keys are left pending deletion.
 * @throws OperatorError (`usage`) naming every resource that `lifecycle.prevent_destroy` protects; nothing is removed
 */
export async function destroyStack(options: ApplyOptions): Promise<DestroyResult> {
  const session = await openSession(options);
  refuseProtected(session);
  const removed: string[] = [];
  const remarks: string[] = [];
  for (const entry of [...session.state.list()].reverse()) {
    const remark = await step(entry.address, () =>
      typeOf(entry).remove(session.context, entry.id, entry.applied, { empty: true }),
    );
    session.state.remove(entry.address);
    removed.push(entry.address);
    if (remark !== undefined) remarks.push(remark);
  }
  return { removed, remarks };
}

function refuseProtected({ file, state }: Session): void {
  const protectedOnes = file.blocks.filter(
    ({ preventDestroy, address }) => preventDestroy && state.find(address) !== undefined,
  );
  if (protectedOnes.length === 0) return;
  const names = protectedOnes.map(({ address }) => address).join(", ");
  throw new OperatorError("usage", `prevent_destroy protects ${names}; nothing was removed`, {
    hint: "lift the protection in sealstack.yaml, synthesize, then destroy",
  });
}
