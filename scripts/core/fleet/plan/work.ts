/** What each operation of a fleet takes, and what S3 is asked for it. */
import { OperatorError } from "../../../errors";
import { FRAME_LENGTH_BYTES } from "../../crypto/limits";
import type { BucketLock, Unknown } from "../../retention/ports";
import { RANGE_BYTES } from "../../store/limits";
import { formatArguments, kmsCallsOf, type OperationSettings } from "../operations";
import type { JobOperation } from "./create-job";
import type { WorkOfFleet } from "./estimate";
import type { FleetFigures } from "./objects";

/** Frames that `verify-quick` reads, each a request, and the header. */
const QUICK_READS = 10;

/** Requests for all objects; listings cost what writing does. @param byS3 whether S3 does what it can do itself */
export function workOf(
  work: OperationSettings,
  { objects, bytes }: Pick<FleetFigures, "objects" | "bytes">,
  byS3: boolean,
): WorkOfFleet {
  const pieces = objects + Math.floor(bytes / RANGE_BYTES);
  switch (work.operation) {
    case "rekey-outer":
      return {
        kmsCalls: objects * kmsCallsOf(work),
        reads: byS3 ? 0 : objects,
        writes: 0, // what S3 takes for an update is not known
        bytes: 0,
        invokes: !byS3,
      };
    case "fixity":
      return {
        kmsCalls: 0,
        reads: objects + (byS3 ? 0 : pieces),
        writes: 0,
        bytes: byS3 ? 0 : bytes,
        invokes: !byS3,
      };
    case "verify":
      return {
        kmsCalls: objects * kmsCallsOf(work),
        reads: objects + pieces,
        writes: 0,
        bytes,
        invokes: true,
      };
    case "verify-quick":
      return {
        kmsCalls: objects * kmsCallsOf(work),
        reads: objects * (QUICK_READS + 1),
        writes: 0,
        bytes: Math.min(bytes, objects * QUICK_READS * FRAME_LENGTH_BYTES),
        invokes: true,
      };
    case "rewrap":
      return {
        kmsCalls: objects * kmsCallsOf(work),
        reads: objects,
        writes: objects * 3,
        bytes: 0,
        invokes: true,
      };
    case "reencrypt":
      return {
        kmsCalls: objects * kmsCallsOf(work),
        reads: objects * 3 + pieces,
        writes: objects * 3 + pieces,
        bytes: bytes * 3, // opened, sealed, and opened again to prove it
        invokes: true,
      };
  }
}

/** @param functionArn of the function; `fixity` and `rekey-outer` need none, because S3 does them itself. */
export function jobOperation(work: OperationSettings, functionArn: string | undefined): JobOperation {
  if (work.operation === "rekey-outer") {
    const [KMSKeyArn = ""] = work.toKeys;
    return {
      S3UpdateObjectEncryption: { ObjectEncryption: { SSEKMS: { KMSKeyArn, BucketKeyEnabled: true } } },
    };
  }
  if (work.operation === "fixity")
    return { S3ComputeObjectChecksum: { ChecksumAlgorithm: "SHA256", ChecksumType: "FULL_OBJECT" } };
  if (functionArn === undefined)
    throw new OperatorError("usage", `${work.operation} is done by a function, and none is given`, {
      hint: "give --function-arn, of dist/fleet-handler.mjs in Lambda, or --driver local",
    });
  return {
    LambdaInvoke: {
      FunctionArn: functionArn,
      InvocationSchemaVersion: "2.0",
      UserArguments: formatArguments(work),
    },
  };
}

/**
 * Whether Object Lock lets S3 change how objects are encrypted.
 * @returns a remark, where only S3 can tell. @throws OperatorError `refused`, where it does not.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_UpdateObjectEncryption.html
 */
export function assertNoLock(lock: BucketLock | Unknown, name: string): string | undefined {
  if (lock === "unknown")
    return `whether ${name} has Object Lock may not be asked: S3 refuses objects that are locked, one by one`;
  if (!lock.enabled) return undefined;
  if (lock.defaultMode === undefined)
    return `${name} has Object Lock without a default: S3 refuses objects that are locked or held, one by one`;
  const why =
    lock.defaultMode === "COMPLIANCE"
      ? "nobody can lift its COMPLIANCE locks before their time"
      : "its GOVERNANCE locks have to be lifted before, object by object";
  throw new OperatorError(
    "refused",
    `${name} locks what is stored in it, and S3 updates the encryption of no locked object: ${why}`,
    {
      hint: "let the old key live for as long as the locks do; `rewrap` puts new keys around data keys and changes no object",
    },
  );
}
