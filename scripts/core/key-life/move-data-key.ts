/** Puts the data key of a backup under another key. */
import { timingSafeEqual } from "node:crypto";
import { parseArn } from "../../../modules/arn";
import { OperatorError } from "../../errors";
import { commitmentOf } from "../crypto/message/derive-key";
import type { UsableWay } from "./choose";
import type { DataKeyMover } from "./ports";
import type { BackupKeys } from "./ways";

const regionOf = (arn: string): string | undefined => parseArn(arn)?.region;

/** Whether KMS can do it alone: it reaches no key of another region. */
export const isInOneRegion = ({ key }: UsableWay, target: string): boolean =>
  regionOf(key) === regionOf(target);

/** Ways within the target's region go first, because nobody sees the data key there. */
export const bestFirst = (ways: readonly UsableWay[], target: string): readonly UsableWay[] => [
  ...ways.filter((way) => isInOneRegion(way, target)),
  ...ways.filter((way) => !isInOneRegion(way, target)),
];

/**
 * @param ways by which the data key may be had; each is tried.
 * @returns the data key under the target.
 * @throws OperatorError what the first way failed with, when all fail.
 */
export async function moveDataKey(
  backup: BackupKeys,
  ways: readonly UsableWay[],
  target: string,
  kms: DataKeyMover,
): Promise<Buffer> {
  let failure: unknown;
  for (const each of bestFirst(ways, target)) {
    const from = { keyArn: each.key, blob: each.way.blob };
    try {
      if (isInOneRegion(each, target)) return await kms.reEncrypt(from, target, backup.context);
      const dataKey = await provenDataKey(backup, from, kms);
      try {
        return await kms.encrypt(target, dataKey, backup.context);
      } finally {
        dataKey.fill(0);
      }
    } catch (error) {
      if (!(error instanceof OperatorError)) throw error;
      failure ??= error;
    }
  }
  throw failure ?? new Error("there is no way to the data key");
}

/**
 * The data key that the message commits to, and no other; whoever asks overwrites it.
 * @throws OperatorError `notAuthentic` when it is another.
 */
async function provenDataKey(
  { header, context }: BackupKeys,
  from: { readonly keyArn: string; readonly blob: Buffer },
  kms: Pick<DataKeyMover, "decrypt">,
): Promise<Buffer> {
  const { suite, messageId, commitment } = header;
  const dataKey = await kms.decrypt(from, context, suite.keyBytes);
  if (timingSafeEqual(commitmentOf(suite, dataKey, messageId), commitment)) return dataKey;
  dataKey.fill(0);
  throw new OperatorError("notAuthentic", "KMS opens the data key of another message");
}

/** Opens a data key and forgets it. @throws OperatorError when it is not that of the message. */
export async function prove(
  backup: BackupKeys,
  from: { readonly keyArn: string; readonly blob: Buffer },
  kms: Pick<DataKeyMover, "decrypt">,
): Promise<void> {
  (await provenDataKey(backup, from, kms)).fill(0);
}
