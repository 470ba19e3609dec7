/** Condition keys of the headers by which S3 is told how to encrypt, as claims ask about them. Source: Service Authorization Reference, Amazon S3. */
export const SSE = "s3:x-amz-server-side-encryption";
export const SSE_KEY = "s3:x-amz-server-side-encryption-aws-kms-key-id";
