import type { GrantableKey, Grantee, KeyGrant } from "../../kms";
import { contextOfObjects } from "../settings/encryption";

/**
 * Lets the role of a replication use the key of a destination: only through S3, for objects of this bucket. S3 decrypts there too: it verifies a bucket's
 * data key before it uses it.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html#bk-replication
 */
export function grantReplicaKey(
  key: GrantableKey,
  role: Grantee,
  bucketArn: string,
  { crossAccount, byName = false }: { readonly crossAccount: boolean; readonly byName?: boolean },
): readonly KeyGrant[] {
  const options = {
    viaServices: ["s3"],
    encryptionContext: contextOfObjects(bucketArn),
    ...(crossAccount ? { crossAccount } : {}),
    ...(byName ? { byName } : {}),
  };
  return [...key.grantEncrypt(role, options), ...key.grantDecrypt(role, options)];
}
