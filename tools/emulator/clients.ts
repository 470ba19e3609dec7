/** The AWS clients of the repository's own tools: they refuse to be made for anything but loopback. */
import { IAMClient } from "@aws-sdk/client-iam";
import { KMSClient } from "@aws-sdk/client-kms";
import { S3Client } from "@aws-sdk/client-s3";
import { STSClient } from "@aws-sdk/client-sts";
import { assertLoopback, DEFAULT_REGION, TEST_CREDENTIALS } from "./endpoint";

export interface EmulatorClients {
  readonly region: string;
  readonly kms: KMSClient;
  /** KMS of another region, for resources that name theirs. */
  kmsIn(region: string | undefined): KMSClient;
  readonly s3: S3Client;
  readonly iam: IAMClient;
  readonly sts: STSClient;
}

/** @throws OperatorError (`usage`) unless `endpoint` is on loopback */
export function emulatorClients(endpoint: string, region = DEFAULT_REGION): EmulatorClients {
  assertLoopback(endpoint);
  const common = { endpoint, region, credentials: TEST_CREDENTIALS };
  const kms = new KMSClient(common);
  return {
    region,
    kms,
    kmsIn: (other = region) => (other === region ? kms : new KMSClient({ ...common, region: other })),
    s3: new S3Client({ ...common, forcePathStyle: true }),
    iam: new IAMClient(common),
    sts: new STSClient(common),
  };
}
