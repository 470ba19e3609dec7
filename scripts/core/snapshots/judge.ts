/** What of a snapshot, and of a key, stands in the way. */
import { parseArn } from "../../../modules/arn";
import { OperatorError } from "../../errors";
import type { Snapshot, SnapshotKey } from "./ports";

/** @throws OperatorError `source` unless it is done. */
export function assertAvailable({ id, state, status }: Snapshot): void {
  if (state === "available") return;
  throw new OperatorError(
    "source",
    `${id} is ${state === "pending" ? "not finished yet" : "not usable"} (${status})`,
    {
      hint:
        state === "pending"
          ? "wait until AWS has finished it, and try again"
          : "make another snapshot: this one failed",
    },
  );
}

/** @throws OperatorError `source` or `key` unless AWS can share it, and the others can open it. */
export function assertSharable(snapshot: Snapshot, keys: readonly SnapshotKey[]): void {
  const { id, unencrypted, unsharable } = snapshot;
  const wayOut = `copy it under a customer managed key first: sealstack snapshot copy ${id} --key ARN`;
  if (unencrypted.length > 0)
    throw new OperatorError(
      "source",
      `${id} is not encrypted${unencrypted.includes(id) ? "" : ` (${unencrypted.join(", ")})`}: whoever it is shared with reads it without a key`,
      { hint: wayOut },
    );
  if (keys.length === 0)
    throw new OperatorError("badReply", `AWS says that ${id} is encrypted, and not under which key`, {
      hint: "check the endpoint, and look at the snapshot in the AWS console",
    });
  const managed = keys.find(({ manager }) => manager === "AWS");
  if (managed !== undefined)
    throw new OperatorError(
      "key",
      `${id} is under an AWS managed key (${managed.arn}), and cannot be shared: no other account can use that key`,
      { hint: wayOut },
    );
  for (const key of keys) assertUsableKey(key);
  if (unsharable !== undefined)
    throw new OperatorError("source", `${id} cannot be shared: ${unsharable}`, { hint: wayOut });
}

/** @throws OperatorError `key` unless a copy can be under it, and be shared on. */
export function assertCopyKey(key: SnapshotKey): void {
  const { arn, manager, spec } = key;
  if (manager === "AWS")
    throw new OperatorError("key", `${arn} is an AWS managed key: a copy under it could not be shared`, {
      hint: "give a customer managed key with --key",
    });
  if (spec !== "SYMMETRIC_DEFAULT")
    throw new OperatorError("key", `${arn} is a key of spec ${spec}, needed is SYMMETRIC_DEFAULT`, {
      hint: "give a symmetric encryption key with --key",
    });
  assertUsableKey(key);
}

function assertUsableKey({ arn, state }: SnapshotKey): void {
  if (state === "Enabled") return;
  throw new OperatorError("key", `the KMS key ${arn} is in state ${state}, needed is Enabled`, {
    hint:
      state === "PendingDeletion"
        ? "stop the deletion with `aws kms cancel-key-deletion`, then enable the key"
        : "an administrator can enable it with `aws kms enable-key`",
  });
}

/** @throws OperatorError `key`: keys do not leave their region. @param given ARN, id or alias */
export function assertKeyRegion(given: string, region: string): void {
  const found = parseArn(given)?.region;
  if (found === undefined || found === region) return;
  throw new OperatorError("key", `the key is in ${found}, and the copy is to be in ${region}: ${given}`, {
    hint: `give a key of ${region} with --key, or another region with --region`,
  });
}
