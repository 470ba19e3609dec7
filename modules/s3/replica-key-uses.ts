/**
 * What S3 does with the key of a replica. With a bucket key it also decrypts: it verifies the bucket's data key before it uses it.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html#bk-replication
 */
export function replicaKeyUses(verifies: boolean): readonly ("encryptOnly" | "decryptOnly")[] {
  return verifies ? ["encryptOnly", "decryptOnly"] : ["encryptOnly"];
}
