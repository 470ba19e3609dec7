/**
 * Who may do what, as plain data: configuration and ARNs in, statements out.
 *
 * The function opens nothing with its own role: it assumes the role of the backups that its operation takes, whose policies say what that reaches. The role of a job opens
 * nothing either where a function does the work; where S3 does it, the role has what AWS documents for that operation.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-iam-role-policies.html
 */
import { formatArn } from "../../modules/arn";
import type { FleetOperation } from "../../modules/backup-contract";
import { assumeRoleStatement } from "../../modules/iam/policies/identity-statements";
import type { Statement } from "../../modules/iam/policies/policy-document";
import { type AwsEnvironment, viaService } from "../../modules/iam/policies/principals";
import { serviceTrust } from "../../modules/iam/trust/trust-policies";
import { READ_OBJECT_ACTIONS } from "../../modules/s3/policy/actions";
import { contextOfObjects } from "../../modules/s3/settings/encryption";

/** Starts of object keys in the bucket of the fleet. */
export const FOLDER = { manifests: "manifests/", reports: "reports/", results: "results/" } as const;

export interface FleetPlace {
  readonly env: AwsEnvironment;
  /** The bucket of manifests and reports. */
  readonly bucketArn: string;
  readonly backups: {
    readonly bucketArn: string;
    readonly prefixes: readonly string[];
    readonly keyArns: readonly string[];
  };
}

/** Only for jobs of this account and region. */
export function jobTrust(env: AwsEnvironment): Statement {
  const { partition, region, accountId: account } = env;
  return serviceTrust("batchoperations.s3", env, {
    sourceAccounts: [account],
    sourceArns: [formatArn({ partition, service: "s3", region, account, resource: "job/*" })],
  });
}

/** Lambda sends no account of its own: who gives a function this role needs `iam:PassRole` for it, in this account. */
export function functionTrust(env: AwsEnvironment): Statement {
  return serviceTrust("lambda", env);
}

export function machineTrust(env: AwsEnvironment, machineArn: string): Statement {
  return serviceTrust("states", env, { sourceAccounts: [env.accountId], sourceArns: [machineArn] });
}

/** Reads manifests and writes reports; what it does besides depends on the operation. */
export function jobStatements(
  place: FleetPlace,
  operation: FleetOperation,
  functionArn: string | undefined,
): readonly Statement[] {
  return [
    {
      sid: "ReadManifests",
      actions: READ_OBJECT_ACTIONS,
      resources: [`${place.bucketArn}/${FOLDER.manifests}*`],
    },
    { sid: "WriteReports", actions: ["s3:PutObject"], resources: [`${place.bucketArn}/${FOLDER.reports}*`] },
    ...(functionArn === undefined ? ownWork(place, operation) : [invokes(functionArn)]),
  ];
}

function invokes(functionArn: string): Statement {
  return { sid: "InvokeFunction", actions: ["lambda:InvokeFunction"], resources: [functionArn] };
}

/** What S3 does with the backups themselves. Nothing of it gives anybody their bytes: the job's report has digests and words. */
function ownWork({ env, backups }: FleetPlace, operation: FleetOperation): readonly Statement[] {
  const objects = backups.prefixes.map((prefix) => `${backups.bucketArn}/${prefix}*`);
  const throughBucket = {
    StringEquals: { "kms:ViaService": viaService("s3", env) },
    ArnLike: Object.fromEntries(
      Object.entries(contextOfObjects(backups.bucketArn)).map(([key, arns]) => [
        `kms:EncryptionContext:${key}`,
        arns,
      ]),
    ),
  };
  if (operation === "fixity")
    return [
      { sid: "ComputeChecksums", actions: READ_OBJECT_ACTIONS, resources: objects },
      {
        sid: "OpenForChecksums",
        actions: ["kms:Decrypt"],
        resources: backups.keyArns,
        conditions: throughBucket,
      },
    ];
  return [
    {
      // To put objects under a key of one's own is to take them hostage.
      sid: "UpdateEncryption",
      actions: ["s3:UpdateObjectEncryption"],
      resources: objects,
      conditions: {
        StringEquals: { "s3:x-amz-server-side-encryption-aws-kms-key-id": backups.keyArns.slice(0, 1) },
      },
    },
    {
      sid: "KeysForUpdate",
      actions: ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey", "kms:ReEncryptFrom", "kms:ReEncryptTo"],
      resources: backups.keyArns,
      conditions: throughBucket,
    },
  ];
}

/** Takes the role of the backups and writes its log. */
export function functionStatements(roleArn: string, logGroupArn: string): readonly Statement[] {
  return [
    { ...assumeRoleStatement([roleArn]), sid: "BecomeRoleOfBackups" },
    {
      sid: "WriteLog",
      actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
      resources: [`${logGroupArn}:*`],
    },
  ];
}

/**
 * Reads manifests, starts children of its own, and writes their results.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/iam-policies-eg-dist-map.html
 */
export function machineStatements(
  place: FleetPlace,
  machine: { readonly name: string; readonly arn: string },
  functionArn: string,
): readonly Statement[] {
  const { partition, region, accountId: account } = place.env;
  const executions = formatArn({
    partition,
    service: "states",
    region,
    account,
    resource: `execution:${machine.name}/*`,
  });
  return [
    invokes(functionArn),
    {
      sid: "ReadManifests",
      actions: ["s3:GetObject"],
      resources: [`${place.bucketArn}/${FOLDER.manifests}*`],
    },
    {
      sid: "WriteResults",
      actions: ["s3:AbortMultipartUpload", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:PutObject"],
      resources: [`${place.bucketArn}/${FOLDER.results}*`],
    },
    { sid: "StartChildren", actions: ["states:StartExecution"], resources: [machine.arn] },
    {
      sid: "FollowChildren",
      actions: ["states:DescribeExecution", "states:StopExecution"],
      resources: [executions],
    },
  ];
}
