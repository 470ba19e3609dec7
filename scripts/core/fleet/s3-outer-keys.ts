/** The bucket's own layer of encryption, in S3. */
import { HeadObjectCommand, UpdateObjectEncryptionCommand } from "@aws-sdk/client-s3";
import { toOperatorError } from "../../clients/failures/sdk-errors";
import { sendOptions } from "../../clients/http/limits";
import { s3Client } from "../../clients/services/s3";
import { isAwsHost } from "../../clients/settings/endpoint";
import type { ClientSettings } from "../../clients/settings/settings";
import { OperatorError } from "../../errors";
import { lockOf, retentionOf } from "../store/versions/locks";
import type { OuterKeys } from "./outer-keys";

/**
 * @param client that asks. @default - one by the settings
 * @throws OperatorError `refused` for an endpoint that is not AWS's
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_UpdateObjectEncryption.html
 */
export function s3OuterKeys(
  settings: ClientSettings & { readonly bucket: string },
  client = s3Client(settings),
): OuterKeys {
  const { bucket, endpoint } = settings;
  assertKnowsUpdates(endpoint);
  const place = (key: string): string => `s3://${bucket}/${key}`;
  return {
    layerOf: async ({ key, versionId }, signal) => {
      const action = `look at the encryption of ${place(key)}`;
      const command = new HeadObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId });
      const head = await client.send(command, sendOptions("whole", signal)).catch((error: unknown) => {
        throw toOperatorError(error, { action });
      });
      const { ObjectLockMode: Mode, ObjectLockRetainUntilDate: RetainUntilDate } = head;
      return {
        algorithm: head.ServerSideEncryption,
        keyArn: head.SSEKMSKeyId,
        lock: {
          legalHold: head.ObjectLockLegalHoldStatus === "ON",
          retention: retentionOf({ Mode, RetainUntilDate }, action),
        },
      };
    },
    lockOf: (object, signal) => lockOf({ client, bucket }, object, signal),
    update: async ({ key, versionId }, KMSKeyArn, signal) => {
      const command = new UpdateObjectEncryptionCommand({
        Bucket: bucket,
        Key: key,
        VersionId: versionId,
        ObjectEncryption: { SSEKMS: { KMSKeyArn, BucketKeyEnabled: true } },
      });
      await client.send(command, sendOptions("whole", signal)).catch((error: unknown) => {
        throw toOperatorError(error, {
          action: `update the encryption of ${place(key)}`,
          needs: "UpdateObjectEncryption",
        });
      });
    },
  };
}

/** A server that overlooks what is asked for would take the request for the object's new content. */
function assertKnowsUpdates(endpoint: string | undefined): void {
  if (endpoint === undefined || isAwsHost(endpoint)) return;
  throw new OperatorError(
    "refused",
    `rekey-outer is for S3 itself: the server at ${new URL(endpoint).host} may take an update for a new object`,
    { hint: "use `reencrypt`, which every server with versions can do" },
  );
}
