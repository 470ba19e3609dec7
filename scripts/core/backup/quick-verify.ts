/** Looks whether a backup is there as a whole, without downloading all of it. */
import { OperatorError } from "../../errors";
import { type BackupName, manifestKey } from "../object-key";
import type { EncryptionContext, SpotCheck } from "../ports";
import { newerKeys } from "../records/newer-keys";
import { expectedContext } from "./backup-context";
import { assertAsManifestSays, compareManifest } from "./compare-manifest";
import { readManifest } from "./manifest";
import { assertFormat, type PayloadSurroundings } from "./payload";
import { absent } from "./verify";

/** Frames that are opened besides the last one. At 1 MiB each, two or three seconds on a slow line. */
export const QUICK_FRAMES = 8;

export interface QuicklyVerified extends SpotCheck {
  /** Bytes of the payload. */
  readonly bytes: number;
  /** How many of them were fetched. */
  readonly fetchedBytes: number;
  /** `false`: there is no manifest, so the backup is incomplete. */
  readonly manifest: boolean;
  /** A clause, where the manifest is of the message that was there before. */
  readonly manifestRemark: string | undefined;
  /** How the message came to open, where its own keys did not. */
  readonly keyRemarks: readonly string[];
  /** ARN of the newer key that opened it, where its own did not. */
  readonly openedWith: string | undefined;
}

/**
 * Authenticates the header, the last frame and {@link QUICK_FRAMES} others that are chosen anew each time, and compares size,
 * id and format with the manifest. That proves key, context, length and end; what is in the other frames, and the digests of the
 * files inside, only `verify` proves.
 *
 * @throws {@link OperatorError} `notAuthentic` when anything differs.
 */
export async function quickVerify(
  name: BackupName,
  context: EncryptionContext,
  { store, cipher, signal, rewrappedOnly: only = false }: PayloadSurroundings,
): Promise<QuicklyVerified> {
  assertFormat(cipher, name);
  if (cipher.spotCheck === undefined)
    throw new OperatorError("usage", "a backup sealed with a passphrase cannot be verified quickly", {
      hint: "leave out --quick: age files are read from their beginning",
    });
  const read = await readManifest(store, manifestKey(name.id), signal).catch(absent);
  const ranges = await store.ranges(name.id, { signal });
  const rewrapped = newerKeys(store, name, { only, signal });
  const expected = expectedContext(name.id, context);
  const checked = await cipher.spotCheck(ranges, expected, QUICK_FRAMES, { rewrapped });
  const { size: bytes, fetchedBytes } = ranges;
  const comparison = read && compareManifest(read, name, { header: checked, bytes });
  if (comparison !== undefined) assertAsManifestSays(`what was read of ${name.id} is authentic`, comparison);
  return {
    ...checked,
    bytes,
    fetchedBytes,
    manifest: read !== undefined,
    manifestRemark: comparison?.remark,
    keyRemarks: rewrapped.remarks,
    openedWith: rewrapped.openedWith,
  };
}
