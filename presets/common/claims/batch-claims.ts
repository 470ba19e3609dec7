/** The role of Batch Replication: starts replications and writes reports, and neither reads nor writes an object. */
import { type Claim, claimsAbout } from "./claim";
import { KEY_POWERS } from "./key-claims";
import { type CopiedPlace, type Copying, DECRYPTS, ENCRYPTS, throughS3 } from "./replication-claims";

/** A job, and where it reports. */
export interface BatchJobs extends Copying {
  /** ARN of the role of jobs. */
  readonly batchRole: string;
  /** The bucket for reports, under a key that may be that of the source. */
  readonly reports: CopiedPlace;
  /** Start of the keys of reports. */
  readonly reportPrefix: string;
  /** What the job may not copy; `undefined` where it may copy everything. */
  readonly notCopied?: string | undefined;
}

export function batchClaims(jobs: BatchJobs): readonly Claim[] {
  const { batchRole, from, to, reports, reportPrefix, object, notCopied, otherBucketArn } = jobs;
  const about = claimsAbout("the role of Batch Replication", { kind: "role", arn: batchRole });
  const { may, mayNot, mayNotCall } = about;
  const start = "s3:InitiateReplication";
  const report = `${reports.bucket}/${reportPrefix}job-1/results/1.csv`;
  const reads = ["s3:GetObject", "s3:GetObjectVersion", "s3:GetObjectVersionForReplication"];
  const changes = ["s3:PutObject", "s3:DeleteObject", "s3:DeleteObjectVersion", "s3:ReplicateObject"];
  const listing = ["s3:GetReplicationConfiguration", "s3:PutInventoryConfiguration"];
  const through = throughS3(reports);
  return [
    ...trustClaims(jobs),
    may("start the replication of an object", start, `${from.bucket}/${object}`, {}, "StartReplication"),
    ...(jobs.otherObjects ?? []).map((other) =>
      may(`start the replication of ${other}`, start, `${from.bucket}/${other}`),
    ),
    ...(notCopied === undefined
      ? []
      : [mayNot("start the replication of what is not copied", start, `${from.bucket}/${notCopied}`)]),
    ...[to.bucket, reports.bucket, otherBucketArn].map((bucket) =>
      mayNot(`start a replication of ${bucket}`, start, `${bucket}/${object}`),
    ),
    ...listing.map((action) => may(`call ${action}`, action, from.bucket, {}, "ListForReplication")),
    ...mayNotCall(listing, otherBucketArn),
    ...mayNotCall(["s3:PutReplicationConfiguration", "s3:PutBucketPolicy", "s3:ListBucket"], from.bucket),
    ...mayNotCall([...reads, ...changes], `${from.bucket}/${object}`),
    ...mayNotCall([...reads, ...changes], `${to.bucket}/${object}`),
    may("write a report", "s3:PutObject", report, {}, "WriteReports"),
    mayNot("write beside the reports", "s3:PutObject", `${reports.bucket}/other/1.csv`),
    mayNot("write reports elsewhere", "s3:PutObject", `${otherBucketArn}/${reportPrefix}1.csv`),
    ...mayNotCall(["s3:GetObject", "s3:DeleteObject"], report),
    mayNot(
      "write a report without TLS",
      "s3:PutObject",
      report,
      { "aws:SecureTransport": "false", "s3:TlsVersion": null },
      "DenyPlainHttp",
    ),
    ...[...ENCRYPTS, ...DECRYPTS].flatMap((action) => [
      may(`let S3 call ${action} for reports`, action, reports.key, through),
      mayNot(`let S3 call ${action} for the objects`, action, from.key, throughS3(from)),
      mayNot(`let S3 call ${action} for the replicas`, action, to.key, throughS3(to)),
      mayNot(`call ${action} itself`, action, reports.key, { ...through, "kms:ViaService": null }),
      mayNot(`let S3 elsewhere call ${action}`, action, reports.key, {
        ...through,
        "kms:ViaService": "s3.us-east-1.amazonaws.com",
      }),
      mayNot(`let S3 call ${action} for no bucket`, action, reports.key, {
        ...through,
        "kms:EncryptionContext:aws:s3:arn": null,
      }),
    ]),
    may("let S3 look up the key of reports", "kms:DescribeKey", reports.key, {
      "kms:ViaService": `s3.${reports.region}.amazonaws.com`,
    }),
    ...["kms:GenerateDataKey", "kms:Decrypt"].map((action) =>
      claimsAbout("an administrator of another account, as to reports,", {
        kind: "admin",
        arn: `arn:aws:iam::${jobs.otherAccountId}:user/admin`,
      }).mayNot(`let S3 call ${action}`, action, reports.key, through),
    ),
    ...mayNotCall(["kms:CreateGrant"], reports.key, through),
    ...mayNotCall(
      KEY_POWERS.filter((action) => action !== "kms:CreateGrant"),
      reports.key,
    ),
    ...mayNotCall(["s3:CreateJob"], "*"),
    mayNot("hand on a role", "iam:PassRole", jobs.role),
  ];
}

/** Who can act as the role: jobs of this account and region. */
function trustClaims({ batchRole, accountId, otherAccountId, from }: BatchJobs): readonly Claim[] {
  const service = (name: string) => ({ kind: "service", name: `${name}.amazonaws.com` }) as const;
  const jobs = claimsAbout("a job of Batch Operations", service("batchoperations.s3"));
  const take = "sts:AssumeRole";
  const job = (account: string, region = from.region, resource = "job/1") => ({
    "aws:SourceAccount": account,
    "aws:SourceArn": `arn:aws:s3:${region}:${account}:${resource}`,
  });
  const own = job(accountId);
  return [
    jobs.may("take the role of Batch Replication", take, batchRole, own, "TrustService"),
    ...Object.entries({
      "of another account": job(otherAccountId),
      "of another account that says ours": { ...job(accountId), "aws:SourceAccount": otherAccountId },
      "of another account with our number": { ...job(otherAccountId), "aws:SourceAccount": accountId },
      "of another region": job(accountId, "us-east-1"),
      "that is none": job(accountId, from.region, "accesspoint/x"),
      "that is not named": {},
    }).map(([whose, context]) =>
      jobs.mayNot(`take the role of Batch Replication where it is one ${whose}`, take, batchRole, context),
    ),
    jobs.mayNot("tag a session of the role of Batch Replication", "sts:TagSession", batchRole, own),
    ...[
      claimsAbout("S3", service("s3")),
      claimsAbout("a user with AdministratorAccess, as to jobs,", {
        kind: "admin",
        arn: `arn:aws:iam::${accountId}:user/admin`,
      }),
    ].map((one) => one.mayNot("take the role of Batch Replication", take, batchRole, own)),
  ];
}
