/**
 * The AWS clients of the repository's own tools: they refuse to be made for anything but loopback.
 *
 * What LocalStack 4.9.2 (community edition) answers, tried one by one:
 * - sns (topics, attributes, tags, subscriptions), cloudwatch (metric alarms), events (buses, rules, targets, archives):
 *   all of it.
 * - logs: groups, retention, tags, metric filters and resource policies; a key is accepted and returned by
 *   CreateLogGroup, but AssociateKmsKey and PutDataProtectionPolicy are not implemented (`InternalFailure`).
 * - s3control: the account's public access block; an access point is made, but its ARN is wrong (`us-east-1:127`: the
 *   account is read from the host), so that nothing can be addressed by it.
 * - cloudtrail: nothing (`InternalFailure`: not in the edition).
 */
import { CloudTrailClient } from "@aws-sdk/client-cloudtrail";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { EC2Client } from "@aws-sdk/client-ec2";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { IAMClient } from "@aws-sdk/client-iam";
import { KMSClient } from "@aws-sdk/client-kms";
import { S3Client } from "@aws-sdk/client-s3";
import { S3ControlClient } from "@aws-sdk/client-s3-control";
import { SNSClient } from "@aws-sdk/client-sns";
import { STSClient } from "@aws-sdk/client-sts";
import { assertLoopback, DEFAULT_REGION, TEST_CREDENTIALS } from "./endpoint";

export interface EmulatorClients {
  readonly region: string;
  readonly kms: KMSClient;
  /** KMS of another region, for resources that name theirs. */
  kmsIn(region: string | undefined): KMSClient;
  /** For what snapshots are made of. */
  ec2In(region: string): EC2Client;
  readonly s3: S3Client;
  /** S3 of another region, for resources that name theirs. */
  s3In(region: string | undefined): S3Client;
  readonly iam: IAMClient;
  readonly sts: STSClient;
  readonly s3Control: S3ControlClient;
  readonly sns: SNSClient;
  readonly cloudWatch: CloudWatchClient;
  readonly logs: CloudWatchLogsClient;
  readonly events: EventBridgeClient;
  /** Not answered by LocalStack: see above. */
  readonly cloudTrail: CloudTrailClient;
}

/**
 * @param account digits of another account than LocalStack's first one, which takes an access key of that form for its owner
 * @throws OperatorError (`usage`) unless `endpoint` is on loopback
 */
export function emulatorClients(
  endpoint: string,
  region = DEFAULT_REGION,
  account?: string,
): EmulatorClients {
  assertLoopback(endpoint);
  const credentials =
    account === undefined ? TEST_CREDENTIALS : { ...TEST_CREDENTIALS, accessKeyId: account };
  const common = { endpoint, region, credentials };
  const kms = new KMSClient(common);
  const s3 = new S3Client({ ...common, forcePathStyle: true });
  return {
    region,
    kms,
    kmsIn: (other = region) => (other === region ? kms : new KMSClient({ ...common, region: other })),
    ec2In: (other) => new EC2Client({ ...common, region: other }),
    s3,
    s3In: (other = region) =>
      other === region ? s3 : new S3Client({ ...common, forcePathStyle: true, region: other }),
    iam: new IAMClient(common),
    sts: new STSClient(common),
    // The SDK would put the account in front of the host, which an IP address cannot take.
    s3Control: new S3ControlClient({ ...common, endpointProvider: () => ({ url: new URL(endpoint) }) }),
    sns: new SNSClient(common),
    cloudWatch: new CloudWatchClient(common),
    logs: new CloudWatchLogsClient(common),
    events: new EventBridgeClient(common),
    cloudTrail: new CloudTrailClient(common),
  };
}
