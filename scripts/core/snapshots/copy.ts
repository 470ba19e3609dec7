import { parseArn } from "../../../modules/arn";
import { OperatorError } from "../../errors";
import { find } from "./found";
import { assertAvailable, assertCopyKey, assertKeyRegion } from "./judge";
import { type SnapshotName, sourceTag } from "./name";
import type { CopyOrder, Snapshot, SnapshotPlace, Snapshots } from "./ports";
import { type Patience, waitFor } from "./wait";

export interface CopyRequest {
  readonly source: SnapshotName;
  readonly sourceRegion: string;
  /** Where the copy is to be. */
  readonly region: string;
  /** ARN, id or alias of a key there. */
  readonly key: string;
  readonly name: string | undefined;
}

export interface Copied {
  readonly source: string;
  readonly id: string;
  readonly keyArn: string;
  /** How this run came to it: it began it, waited for one that an earlier run had begun, or found it finished. */
  readonly began: "now" | "earlier" | "finished before";
}

/**
 * Copies under a key, waits, and looks at the key of the result. A copy of the same source under the same key that is there already, or under way, is
 * taken: so that an interrupted run goes on.
 */
export async function copySnapshot(
  request: CopyRequest,
  snapshots: Snapshots,
  patience: Patience,
): Promise<Copied> {
  const { source: name, sourceRegion, region, key } = request;
  assertKeyRegion(key, region);
  const target = await snapshots.key(key, region);
  assertKeyRegion(target.arn, region);
  assertCopyKey(target);
  const source = await find(snapshots.at(name.kind, sourceRegion), name.id, sourceRegion);
  assertAvailable(source);
  assertEncryptable(name, source);
  const place = snapshots.at(name.kind, region);
  const tag = sourceTag(
    { kind: name.kind, id: source.id },
    parseArn(target.arn)?.partition ?? "",
    sourceRegion,
  );
  const order = { source, sourceRegion, keyArn: target.arn, name: request.name, tag };
  const { id, known } = await begunCopy(place, order, patience);
  const copy = known?.state === "available" ? known : await waitFor(place, id, patience);
  assertUnder(copy, target.arn);
  const began = known === undefined ? "now" : known.state === "available" ? "finished before" : "earlier";
  return { source: source.id, id: copy.id, keyArn: target.arn, began };
}

interface Begun {
  readonly id: string;
  /** What an earlier run, or another one at the same time, had begun. */
  readonly known: Snapshot | undefined;
}

async function begunCopy(place: SnapshotPlace, order: CopyOrder, { beforeCopy }: Patience): Promise<Begun> {
  const { tag, keyArn } = order;
  const known = await earlierCopy(place, tag, keyArn);
  if (known !== undefined) return { id: known.id, known };
  beforeCopy();
  try {
    return { id: await place.copy(order), known };
  } catch (error) {
    // AMIs and snapshots of RDS have names: another run may have been faster by a moment.
    const other = isConflict(error) ? await earlierCopy(place, tag, keyArn) : undefined;
    if (other === undefined) throw error;
    return { id: other.id, known: other };
  }
}

const isConflict = (error: unknown): boolean => error instanceof OperatorError && error.exit === "conflict";

/** The finished one first. What is under way may not show its key yet. */
async function earlierCopy(place: SnapshotPlace, tag: string, keyArn: string): Promise<Snapshot | undefined> {
  const copies = await place.copiesWith(tag);
  const under = copies.filter(({ keyArns }) => keyArns.every((arn) => arn === keyArn));
  return (
    under.find(({ state, keyArns }) => state === "available" && keyArns.length > 0) ??
    under.find(({ state }) => state === "pending")
  );
}

/** Source: RDS API Reference, `CopyDBClusterSnapshot`, `KmsKeyId`: only what is encrypted takes a key. */
function assertEncryptable({ kind }: SnapshotName, { id, unencrypted }: Snapshot): void {
  if (kind !== "db-cluster-snapshot" || unencrypted.length === 0) return;
  throw new OperatorError(
    "source",
    `${id} is not encrypted, and RDS encrypts no copy of such a cluster snapshot`,
    {
      hint: "restore it into a cluster with a key, and make a snapshot of that",
    },
  );
}

/** @throws OperatorError `key`: the copy is there, and is not what was asked for. */
function assertUnder({ id, keyArns, unencrypted }: Snapshot, keyArn: string): void {
  if (unencrypted.length === 0 && keyArns.length > 0 && keyArns.every((arn) => arn === keyArn)) return;
  const found =
    unencrypted.length > 0
      ? `not encrypted (${unencrypted.join(", ")})`
      : `under ${keyArns.join(", ") || "no key"}`;
  throw new OperatorError("key", `the copy ${id} is ${found}, and was asked for under ${keyArn}`, {
    hint: "delete the copy, and look at what made it so",
  });
}
