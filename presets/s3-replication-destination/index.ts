export { type S3ReplicationDestinationConfig, s3ReplicationDestinationSchema } from "./config";
export { S3ReplicationDestinationStack, type S3ReplicationDestinationStackProps } from "./stack";
