import { OperatorError } from "../../errors";
import { find } from "./found";
import { assertAvailable, assertSharable } from "./judge";
import type { SnapshotName } from "./name";
import type { Snapshots } from "./ports";

export interface ShareOrder {
  readonly name: SnapshotName;
  readonly region: string;
  /** Digits of accounts. */
  readonly accounts: readonly string[];
  /** The key that the accounts can use, where it is known: of the stack. */
  readonly keyArn: string | undefined;
}

export interface Shared {
  readonly id: string;
  readonly keyArns: readonly string[];
  /** Those with whom it was not shared before. */
  readonly added: readonly string[];
}

/** Shares with accounts that do not have it yet, and looks whether they have it then. */
export async function shareSnapshot(order: ShareOrder, snapshots: Snapshots): Promise<Shared> {
  const { name, region, accounts } = order;
  const place = snapshots.at(name.kind, region);
  const snapshot = await find(place, name.id, region);
  if (accounts.includes(snapshot.owner))
    throw new OperatorError(
      "usage",
      `account ${snapshot.owner} owns ${snapshot.id}, and needs no share; another account must be named`,
      {
        hint: "name the account that is to copy it; for another region, run `sealstack snapshot copy` there",
      },
    );
  assertAvailable(snapshot);
  const keys = await Promise.all(snapshot.keyArns.map((arn) => snapshots.key(arn, region)));
  assertSharable(snapshot, keys);
  assertStackKey(snapshot.id, snapshot.keyArns, order.keyArn);
  const missing = async () => {
    const shared = await place.sharedWith(snapshot);
    return accounts.filter((account) => !shared.includes(account));
  };
  const added = await missing();
  if (added.length > 0) {
    await place.share(snapshot, added);
    const still = await missing();
    if (still.length > 0)
      throw new OperatorError(
        "badReply",
        `AWS shared ${snapshot.id}, and does not say so of ${still.join(", ")}`,
        {
          hint: "run the same command again: it shares with those that are missing",
        },
      );
  }
  return { id: snapshot.id, keyArns: snapshot.keyArns, added };
}

/** A key that the accounts may not use would make the share useless. */
function assertStackKey(id: string, keyArns: readonly string[], keyArn: string | undefined): void {
  if (keyArn === undefined || keyArns.every((arn) => arn === keyArn)) return;
  throw new OperatorError(
    "key",
    `${id} is under ${keyArns.join(", ")}, and the accounts may use ${keyArn} only`,
    { hint: `copy it under that key first: sealstack snapshot copy ${id} --key ${keyArn}` },
  );
}
