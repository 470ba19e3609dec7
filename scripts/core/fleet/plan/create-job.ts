/**
 * The request that makes a job of S3 Batch Operations.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_CreateJob.html
 */
import type { OperationArguments } from "../operations";
import { REPORT_FORMAT } from "../report/rows";

export type JobOperation =
  | {
      readonly LambdaInvoke: {
        readonly FunctionArn: string;
        readonly InvocationSchemaVersion: "2.0";
        readonly UserArguments: OperationArguments;
      };
    }
  | {
      readonly S3UpdateObjectEncryption: {
        readonly ObjectEncryption: {
          readonly SSEKMS: { readonly KMSKeyArn: string; readonly BucketKeyEnabled: boolean };
        };
      };
    }
  | {
      readonly S3ComputeObjectChecksum: {
        readonly ChecksumAlgorithm: "SHA256";
        readonly ChecksumType: "FULL_OBJECT";
      };
    };

export interface JobPlace {
  readonly accountId: string;
  readonly roleArn: string;
  /** ARN of the manifest's object. */
  readonly manifestArn: string;
  readonly manifestEtag: string;
  /** ARN of the bucket for the report. */
  readonly reportBucketArn: string;
  /** Without a slash at its end. */
  readonly reportPrefix: string;
}

export interface JobWork {
  readonly operation: JobOperation;
  /** Whether the manifest has a column with versions. */
  readonly versions: boolean;
  readonly description: string;
  /** The same token makes no second job. */
  readonly token: string;
}

export const createJobRequest = (
  { accountId, roleArn, manifestArn, manifestEtag, reportBucketArn, reportPrefix }: JobPlace,
  { operation, versions, description, token }: JobWork,
) => ({
  AccountId: accountId,
  ConfirmationRequired: false, // whoever asked for it was shown it before
  Operation: operation,
  Manifest: {
    Spec: {
      Format: "S3BatchOperations_CSV_20180820" as const,
      Fields: ["Bucket" as const, "Key" as const, ...(versions ? ["VersionId" as const] : [])],
    },
    Location: { ObjectArn: manifestArn, ETag: manifestEtag },
  },
  Report: {
    Bucket: reportBucketArn,
    Format: REPORT_FORMAT as "Report_CSV_20180820",
    Enabled: true,
    Prefix: reportPrefix,
    ReportScope: "AllTasks" as const,
  },
  Priority: 10,
  RoleArn: roleArn,
  ClientRequestToken: token,
  Description: description,
});
