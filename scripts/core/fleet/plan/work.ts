/** What S3 is asked for each operation of a fleet. */
import { OperatorError } from "../../../errors";
import type { BucketLock, Unknown } from "../../retention/ports";
import { formatArguments, type OperationSettings } from "../operations";
import type { JobOperation } from "./create-job";

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
