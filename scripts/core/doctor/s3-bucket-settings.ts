/** How a bucket is set. */
import {
  GetBucketEncryptionCommand,
  type GetBucketEncryptionCommandOutput,
  GetBucketOwnershipControlsCommand,
  GetPublicAccessBlockCommand,
} from "@aws-sdk/client-s3";
import { sendOptions } from "../../clients/http/limits";
import { s3Client } from "../../clients/services/s3";
import type { ClientSettings } from "../../clients/settings/settings";
import { UNKNOWN } from "../retention/ports";
import { asked, NOT_IMPLEMENTED } from "../store/versions/locks";
import type { Inspection } from "./ports";

/** What S3 says where something was never set. */
const NEVER_SET = new Set([
  "ServerSideEncryptionConfigurationNotFoundError",
  "OwnershipControlsNotFoundError",
  "NoSuchPublicAccessBlockConfiguration",
  NOT_IMPLEMENTED,
]);

export function s3BucketSettings(
  settings: ClientSettings & { readonly bucket: string },
): Inspection["bucket"] {
  const { bucket: Bucket, signal } = settings;
  const client = s3Client(settings);
  const options = sendOptions("whole", signal);
  const ask = <T>(what: string, call: () => Promise<T>) =>
    asked(call, `read the ${what} of s3://${Bucket}`, NEVER_SET);
  return async () => {
    const encryption = await ask("encryption", () =>
      client.send(new GetBucketEncryptionCommand({ Bucket }), options),
    );
    const ownership = await ask("object ownership", () =>
      client.send(new GetBucketOwnershipControlsCommand({ Bucket }), options),
    );
    const block = await ask("block of public access", () =>
      client.send(new GetPublicAccessBlockCommand({ Bucket }), options),
    );
    return {
      encryption: encryption === UNKNOWN ? UNKNOWN : encryptionOf(encryption),
      ownership: ownership === UNKNOWN ? UNKNOWN : ownership?.OwnershipControls?.Rules?.[0]?.ObjectOwnership,
      publicAccessBlocked:
        block === UNKNOWN
          ? UNKNOWN
          : (
              ["BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"] as const
            ).every((name) => block?.PublicAccessBlockConfiguration?.[name] === true),
    };
  };
}

function encryptionOf(
  reply: GetBucketEncryptionCommandOutput | undefined,
): { readonly algorithm: string; readonly keyId: string | undefined } | undefined {
  const rule = reply?.ServerSideEncryptionConfiguration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault;
  return rule?.SSEAlgorithm === undefined
    ? undefined
    : { algorithm: rule.SSEAlgorithm, keyId: rule.KMSMasterKeyID };
}
