/** Of backups that a delete marker hides: `prune` does that, and so may somebody who should not. */
import { OperatorError } from "../../errors";
import { parseId } from "../object-key";
import type { VersionedStore } from "../retention/ports";
import type { Judgement, Question } from "./words";

/** Ids, and since when. */
export type Hidden = ReadonlyMap<string, Date>;

/** What delete markers hide below the prefixes, or why that cannot be known. */
export async function hiddenBackups(
  open: () => Promise<VersionedStore>,
  prefixes: readonly string[],
  signal: AbortSignal,
): Promise<Hidden | string> {
  const hidden = new Map<string, Date>();
  try {
    const store = await open();
    for (const prefix of prefixes)
      for await (const { key, isLatest, isDeleteMarker, lastModified } of store.versions(prefix, { signal }))
        if (isLatest && isDeleteMarker && parseId(key) !== undefined) hidden.set(key, lastModified);
  } catch (error) {
    if (!(error instanceof OperatorError) || !["accessDenied", "refused"].includes(error.exit)) throw error;
    return error.summary;
  }
  return hidden;
}

/** No policy hides the newest backup, so who did is somebody else. Pure. */
export function judgeHidden({ present, hidden = new Map() }: Question): Judgement {
  const newest = Math.max(...present.map(({ id }) => timeOf(id)), Number.NEGATIVE_INFINITY);
  const ids = [...hidden.keys()].sort((a, b) => timeOf(b) - timeOf(a));
  const [odd, plain] = [ids.filter((id) => timeOf(id) > newest), ids.filter((id) => timeOf(id) <= newest)];
  const since = (id: string): string => hidden.get(id)?.toISOString() ?? "";
  return {
    findings: odd.map((id) => ({
      kind: "hidden",
      id,
      detail: `a delete marker of ${since(id)} hides it, though it is newer than all that are left: prune does not do that; \`sealstack undelete\` brings it back`,
    })),
    unknown: [],
    expired: 0,
    hidden: plain,
  };
}

const timeOf = (id: string): number => parseId(id)?.createdAt.getTime() ?? Number.NEGATIVE_INFINITY;
