import { type QuicklyVerified, quickVerify } from "../../core/backup/quick-verify";
import type { BackupName } from "../../core/object-key";
import type { EncryptionContext, MessageCipher, ObjectStore } from "../../core/ports";
import type { Report } from "../../output/output";
import type { Settings } from "../../settings/config";
import { formatBytes, formatDuration, formatFacts } from "../format";
import type { CommandIo } from "../io";
import { nextCommand, openers } from "../next-command";

export interface QuickOptions {
  readonly settings: Settings;
  /** Pairs that the encryption context must hold besides those of every backup. */
  readonly context: EncryptionContext;
  readonly store: ObjectStore;
  readonly cipher: MessageCipher;
  /** Open with the keys that `rewrap` added, and no others. */
  readonly rewrappedOnly: boolean;
}

/** Looks at a few places of a backup, and says plainly what that proves and what not. */
export async function verifyQuickly(
  backup: BackupName,
  { settings, context, store, cipher, rewrappedOnly }: QuickOptions,
  { signal, now, output }: CommandIo,
): Promise<Report> {
  const started = now().getTime();
  const found = await quickVerify(backup, context, { store, cipher, signal, rewrappedOnly });
  for (const remark of found.keyRemarks) output.warn(`${backup.id}: ${remark}`);
  if (found.manifestRemark !== undefined) output.warn(`${backup.id}: ${found.manifestRemark}`);
  if (!found.manifest) output.warn(`${backup.id} has no manifest: it is listed as incomplete`);
  const took = now().getTime() - started;
  const { frames, checkedFrames, bytes, fetchedBytes } = found;
  return {
    data: {
      id: backup.id,
      verified: "quick",
      manifest: found.manifest,
      manifestRemark: found.manifestRemark ?? null,
      ciphertextBytes: bytes,
      fetchedBytes,
      frames,
      checkedFrames,
      keyArns: found.keyArns,
      keyRemarks: found.keyRemarks,
      openedWith: found.openedWith ?? null,
      context: found.context,
      durationSeconds: took / 1000,
    },
    lines: formatFacts(`looked at ${backup.id}: quick, not every byte`, [
      ["proved", `${authentic(found)}; nothing is missing at its end, and nothing follows`],
      ["unproved", unproved(found)],
      ["read", `${formatBytes(fetchedBytes)} of ${formatBytes(bytes)} in ${formatDuration(took)}`],
      ["next", [nextCommand(settings, openers(found), "verify", backup.id), "(reads and proves all of it)"]],
    ]),
  };
}

function authentic({ frames, checkedFrames }: QuicklyVerified): string {
  if (checkedFrames.length === frames)
    return `its header and ${frames === 1 ? "its only frame" : `all ${frames} frames`} are authentic`;
  return `its header, its last frame and ${checkedFrames.length - 1} of the other ${frames - 1}, chosen at random, are authentic`;
}

function unproved({ frames, checkedFrames, signed }: QuicklyVerified): string {
  const left = frames - checkedFrames.length;
  return [
    ...(left === 0 ? [] : [`${left} of ${frames} frames were not read`]),
    "the archive inside and the digests of its files",
    ...(signed ? ["the signature"] : []),
  ].join("; ");
}
