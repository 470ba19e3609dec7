export { type S3ReplicationConfig, s3ReplicationSchema } from "./config";
export { S3ReplicationStack, type S3ReplicationStackProps } from "./stack";
