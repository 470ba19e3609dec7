import { GetBucketVersioningCommand, type S3Client } from "@aws-sdk/client-s3";
import { toOperatorError } from "../../clients/failures/sdk-errors";
import { sendOptions } from "../../clients/http/limits";
import { OperatorError } from "../../errors";

interface Place {
  readonly client: S3Client;
  readonly bucket: string;
}

/** Whether a bucket keeps what is replaced or deleted, in the words of S3; `Disabled` of one that never did. */
export async function versioning(
  { client, bucket }: Place,
  signal: AbortSignal | undefined,
): Promise<"Enabled" | "Suspended" | "Disabled"> {
  try {
    const command = new GetBucketVersioningCommand({ Bucket: bucket });
    const { Status } = await client.send(command, sendOptions("whole", signal));
    return Status ?? "Disabled";
  } catch (error) {
    throw toOperatorError(error, { action: `read the versioning of s3://${bucket}`, needs: "versioning" });
  }
}

/** The same as yes or no; `undefined` where it may not be asked. One whose versioning was suspended does not. */
export async function keepsVersions(
  place: Place,
  signal: AbortSignal | undefined,
): Promise<boolean | undefined> {
  try {
    return (await versioning(place, signal)) === "Enabled";
  } catch (error) {
    if (error instanceof OperatorError && error.exit === "accessDenied") return undefined;
    throw error;
  }
}
