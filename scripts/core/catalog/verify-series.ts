/** Looks at every backup of a series, the newest first, and at what each remembers of those before it. */
import { type ExitName, OperatorError } from "../../errors";
import type { ArchiveSink } from "../archive/reading/read";
import { type PayloadSurroundings, readPayload } from "../backup/payload";
import { quickVerify } from "../backup/quick-verify";
import { verify } from "../backup/verify";
import type { BackupName } from "../object-key";
import type { EncryptionContext } from "../ports";
import { parseCatalog, type SeenBackup } from "./catalog";
import type { Witness } from "./words";

/** What came of one backup. */
export interface Checked {
  readonly id: string;
  readonly verified: boolean | "quick";
  /** Whether there is a manifest; `undefined` where that was not found out. */
  readonly manifest: boolean | undefined;
  /** A clause, where the manifest is of the message that was there before. */
  readonly manifestRemark: string | undefined;
  /** Why it cannot be verified. */
  readonly problem: { readonly exit: ExitName; readonly message: string } | undefined;
}

export interface VerifySeriesRequest {
  readonly context: EncryptionContext;
  /** Only some places of each, see {@link quickVerify}. */
  readonly quick: boolean;
  /** Called before each. */
  readonly onBackup: (name: BackupName) => PayloadSurroundings["onProgress"];
}

/** Failures that every further backup would share. */
const HOPELESS: ReadonlySet<ExitName> = new Set([
  "credentials",
  "accessDenied",
  "unavailable",
  "badReply",
  "usage",
  "interrupted",
]);

/**
 * @param backups the newest first.
 * @throws OperatorError where it is of no use to go on.
 */
export async function verifySeries(
  backups: readonly { readonly name: BackupName; readonly seen: SeenBackup }[],
  request: VerifySeriesRequest,
  surroundings: PayloadSurroundings,
): Promise<{ readonly checked: Checked[]; readonly witnesses: Witness[] }> {
  const checked: Checked[] = [];
  const witnesses: Witness[] = [];
  for (const { name } of backups) {
    surroundings.signal.throwIfAborted();
    const onProgress = request.onBackup(name);
    const one = await verifyOne(name, request, { ...surroundings, ...(onProgress && { onProgress }) });
    checked.push(one.checked);
    witnesses.push({ name, catalog: one.catalog && parseCatalog(one.catalog) });
  }
  return { checked, witnesses };
}

async function verifyOne(
  name: BackupName,
  { context, quick }: VerifySeriesRequest,
  surroundings: PayloadSurroundings,
): Promise<{ readonly checked: Checked; readonly catalog: Buffer | undefined }> {
  const { id } = name;
  try {
    if (!quick) {
      const { infoBytes: catalog, ...found } = await verify(name, context, surroundings);
      return { checked: checkedAs(true, id, found), catalog };
    }
    const found = await quickVerify(name, context, surroundings);
    const catalog = await readCatalog(name, context, surroundings);
    return { checked: checkedAs("quick", id, found), catalog };
  } catch (error) {
    if (!(error instanceof OperatorError) || HOPELESS.has(error.exit)) throw error;
    const problem = { exit: error.exit, message: error.message };
    const checked = { id, verified: false, manifest: undefined, manifestRemark: undefined, problem };
    return { checked, catalog: undefined };
  }
}

const checkedAs = (
  verified: true | "quick",
  id: string,
  { manifest, manifestRemark }: Pick<Checked, "manifest" | "manifestRemark">,
): Checked => ({ id, verified, manifest, manifestRemark, problem: undefined });

class Enough extends Error {}

const enough = async (): Promise<never> => {
  throw new Enough();
};
const STOP: ArchiveSink = { directory: enough, symlink: enough, file: enough };

/** The catalog alone: the first frames are authenticated one by one, and no more is read than these. */
async function readCatalog(
  name: BackupName,
  context: EncryptionContext,
  surroundings: PayloadSurroundings,
): Promise<Buffer | undefined> {
  let catalog: Buffer | undefined;
  const onInfo = (bytes: Buffer): void => {
    catalog = bytes;
  };
  await readPayload(name, { context, digest: false, onInfo }, STOP, surroundings).catch((error: unknown) => {
    if (!(error instanceof Enough)) throw error;
  });
  return catalog;
}
