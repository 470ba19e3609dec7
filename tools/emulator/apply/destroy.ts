/** Removes what was applied, unless the stack protects it. */
import { OperatorError } from "../../../scripts/errors";
import { type ApplyOptions, openSession, type Session, step, typeOf } from "./session";

export interface Removed {
  readonly address: string;
  /** `left`: it still exists, as a key does until its deletion is due. */
  readonly action: "removed" | "left";
  readonly remark?: string;
}

/**
 * Buckets are emptied first: all versions, delete markers and unfinished uploads. Keys are left pending deletion.
 * @returns in the order of removal
 * @throws OperatorError (`usage`) naming every resource that `lifecycle.prevent_destroy` protects; nothing is removed
 */
export async function destroyStack(options: ApplyOptions): Promise<readonly Removed[]> {
  const session = await openSession(options);
  refuseProtected(session);
  const removed: Removed[] = [];
  for (const { address, id, type, applied } of [...session.state.list()].reverse()) {
    const removal = await step(address, () =>
      typeOf({ address, type }).remove(session.context, id, applied, { empty: true }),
    );
    session.state.remove(address);
    removed.push({
      address,
      action: removal?.left === true ? "left" : "removed",
      ...(removal && { remark: removal.remark }),
    });
  }
  return removed;
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
