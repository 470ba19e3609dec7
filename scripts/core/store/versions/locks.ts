/** Object Lock of a bucket and of its versions. */
import {
  GetObjectLegalHoldCommand,
  GetObjectLockConfigurationCommand,
  GetObjectRetentionCommand,
  PutObjectLegalHoldCommand,
  PutObjectRetentionCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { toOperatorError } from "../../../clients/failures/sdk-errors";
import { sendOptions } from "../../../clients/http/limits";
import { BadReplyError } from "../../../clients/replies/bad-reply";
import { OperatorError } from "../../../errors";
import {
  type BucketLock,
  LOCK_MODES,
  type LockMode,
  type Retention,
  UNKNOWN,
  type Unknown,
  type VersionLock,
  type VersionName,
} from "../../retention/ports";

export interface Place {
  readonly client: S3Client;
  readonly bucket: string;
}

const NEEDS = "Object Lock";

const DAYS_OF_YEAR = 365;

/** Of servers that are like S3, and lack something. */
export const NOT_IMPLEMENTED = "NotImplemented";

/** What S3 says where nothing is locked: of a bucket, of a version, and of versions in a bucket without Object Lock; and what servers say that know none. */
const NO_LOCK = new Set([
  "ObjectLockConfigurationNotFoundError",
  "NoSuchObjectLockConfiguration",
  "InvalidRequest",
  NOT_IMPLEMENTED,
]);

export async function bucketLock(
  { client, bucket }: Place,
  signal: AbortSignal | undefined,
): Promise<BucketLock | Unknown> {
  const command = new GetObjectLockConfigurationCommand({ Bucket: bucket });
  const reply = await asked(
    () => client.send(command, sendOptions("whole", signal)),
    `read the Object Lock configuration of s3://${bucket}`,
  );
  if (reply === UNKNOWN) return UNKNOWN;
  const { ObjectLockEnabled, Rule } = reply?.ObjectLockConfiguration ?? {};
  const { Mode, Days, Years } = Rule?.DefaultRetention ?? {};
  return {
    enabled: ObjectLockEnabled === "Enabled",
    defaultMode: modeOf(Mode),
    ...((Days ?? Years) !== undefined && { defaultDays: Days ?? (Years ?? 0) * DAYS_OF_YEAR }),
  };
}

export async function lockOf(
  { client, bucket }: Place,
  { key, versionId }: { readonly key: string; readonly versionId?: string | undefined },
  signal: AbortSignal | undefined,
): Promise<VersionLock | Unknown> {
  const version = { Bucket: bucket, Key: key, VersionId: versionId };
  const options = sendOptions("whole", signal);
  const action = `read the lock of s3://${bucket}/${key}`;
  const [held, kept] = await Promise.all([
    asked(() => client.send(new GetObjectLegalHoldCommand(version), options), action),
    asked(() => client.send(new GetObjectRetentionCommand(version), options), action),
  ]);
  if (held === UNKNOWN || kept === UNKNOWN) return UNKNOWN;
  return { legalHold: held?.LegalHold?.Status === "ON", retention: retentionOf(kept?.Retention, action) };
}

/** @throws OperatorError `badReply` for half of one. */
export function retentionOf(
  said: { readonly Mode?: string | undefined; readonly RetainUntilDate?: Date | undefined } | undefined,
  action: string,
): Retention | undefined {
  if (said?.Mode === undefined && said?.RetainUntilDate === undefined) return undefined;
  const [mode, until] = [modeOf(said.Mode), said.RetainUntilDate];
  if (mode === undefined || until === undefined || Number.isNaN(until.getTime()))
    throw toOperatorError(new BadReplyError("the reply has half of a retention"), { action });
  return { mode, until };
}

const modeOf = (text: string | undefined): LockMode | undefined => LOCK_MODES.find((mode) => mode === text);

export async function setLegalHold(
  { client, bucket }: Place,
  { key, versionId }: VersionName,
  on: boolean,
  signal: AbortSignal | undefined,
): Promise<void> {
  const command = new PutObjectLegalHoldCommand({
    Bucket: bucket,
    Key: key,
    VersionId: versionId,
    LegalHold: { Status: on ? "ON" : "OFF" },
  });
  await client.send(command, sendOptions("whole", signal)).catch((error: unknown) => {
    throw toOperatorError(error, {
      action: `${on ? "set" : "release"} the legal hold of s3://${bucket}/${key}`,
      needs: NEEDS,
    });
  });
}

export async function setRetention(
  { client, bucket }: Place,
  { key, versionId }: VersionName,
  { mode, until }: Retention,
  signal: AbortSignal | undefined,
): Promise<void> {
  const command = new PutObjectRetentionCommand({
    Bucket: bucket,
    Key: key,
    VersionId: versionId,
    Retention: { Mode: mode, RetainUntilDate: until },
  });
  await client.send(command, sendOptions("whole", signal)).catch((error: unknown) => {
    throw toOperatorError(error, { action: `extend the lock of s3://${bucket}/${key}`, needs: NEEDS });
  });
}

/** @returns `undefined` where nothing is locked */
export async function asked<T>(
  ask: () => Promise<T>,
  action: string,
  absent: ReadonlySet<string> = NO_LOCK,
): Promise<T | undefined | Unknown> {
  try {
    return await ask();
  } catch (error) {
    if (absent.has((error as Error).name)) return undefined;
    const failure = toOperatorError(error, { action, needs: NEEDS });
    if (failure instanceof OperatorError && failure.exit === "accessDenied") return UNKNOWN;
    throw failure;
  }
}
