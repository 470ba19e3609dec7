/** The bucket's own layer of one object under another key; of any object, because the old key closes all of them. */
import { OperatorError } from "../../../errors";
import type { VersionLock } from "../../retention/ports";
import type { FleetObject, OuterKeys } from "../outer-keys";
import { type Outcome, succeeded, TaskFailure } from "./outcome";

export interface RekeySurroundings {
  readonly outerKeys: OuterKeys;
  readonly now: () => Date;
  readonly signal: AbortSignal;
}

/** @throws OperatorError or {@link TaskFailure}, with nothing changed. */
export async function rekeyOuter(
  object: FleetObject,
  keyArn: string,
  { outerKeys, now, signal }: RekeySurroundings,
): Promise<Outcome> {
  const { algorithm, keyArn: before, lock } = await outerKeys.layerOf(object, signal);
  if (before === keyArn) return succeeded("Already", "S3 has it under the new key");
  assertFree(lock, now());
  try {
    await outerKeys.update(object, keyArn, signal);
  } catch (error) {
    throw await explained(error, object, { outerKeys, now, signal });
  }
  return succeeded("Rekeyed", `S3 had it under ${before ?? algorithm ?? "its own key"}`);
}

/** Why S3 denied it, as far as the role may know: it says AccessDenied of what is locked, too. */
async function explained(
  error: unknown,
  object: FleetObject,
  { outerKeys, now, signal }: RekeySurroundings,
): Promise<unknown> {
  if (!(error instanceof OperatorError) || error.exit !== "accessDenied") return error;
  const lock = await outerKeys.lockOf(object, signal);
  if (lock !== "unknown") {
    assertFree(lock, now());
    return error;
  }
  const { summary, hint, cause } = error;
  return new OperatorError("accessDenied", `${summary}; or it is locked or held, which may not be asked`, {
    hint,
    cause,
  });
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_UpdateObjectEncryption.html ("AccessDenied") */
function assertFree({ legalHold, retention }: VersionLock, now: Date): void {
  if (legalHold)
    throw new TaskFailure("Locked", "a legal hold is on it, and S3 updates it only when that is released");
  if (retention === undefined || retention.until <= now) return;
  const until = retention.until.toISOString();
  throw new TaskFailure(
    "Locked",
    retention.mode === "COMPLIANCE"
      ? `it is locked in COMPLIANCE mode until ${until}, and nobody can lift that; the old key has to live as long`
      : `it is locked in GOVERNANCE mode until ${until}, and S3 updates it only when that is lifted`,
  );
}
