/** The job of S3 Batch Operations that options describe. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { parseArn } from "../../../modules/arn";
import { FLEET_OUTPUT } from "../../../modules/backup-contract";
import type { JobRequest } from "../../core/fleet/jobs";
import { checkManifest } from "../../core/fleet/manifest";
import type { OperationSettings } from "../../core/fleet/operations";
import { createJobRequest } from "../../core/fleet/plan/create-job";
import { jobOperation } from "../../core/fleet/plan/work";
import { OperatorError } from "../../errors";
import type { Settings } from "../../settings/config";
import { s3Place } from "./places";

export interface JobOptions {
  /** Of the role that S3 Batch Operations assumes. */
  readonly roleArn: string | undefined;
  readonly functionArn: string | undefined;
  /** `s3://bucket/prefix` that manifests are stored below. */
  readonly manifestLocation: string | undefined;
  /** `s3://bucket/prefix` that reports are written below. */
  readonly reportLocation: string | undefined;
}

/**
 * What was not given, from the outputs of a stack of preset `fleet`.
 * @throws OperatorError `usage` for a job with another operation than the roles of that stack are for
 */
export function withOutputs<
  Options extends JobOptions & {
    readonly settings: Settings;
    readonly operation: string;
    readonly driver: string;
  },
>(options: Options): Options {
  const { outputs } = options.settings;
  const text = (name: string): string | undefined =>
    typeof outputs[name] === "string" ? outputs[name] : undefined;
  const made = text(FLEET_OUTPUT.operation);
  if (
    options.driver === "s3-batch" &&
    options.roleArn === undefined &&
    made !== undefined &&
    made !== options.operation
  )
    throw new OperatorError(
      "usage",
      `the roles of the stack are for ${made}, and not for ${options.operation}`,
      {
        hint: `give --operation ${made}, or --stack with the name of another stack`,
      },
    );
  return {
    ...options,
    roleArn: options.roleArn ?? text(FLEET_OUTPUT.jobRoleArn),
    functionArn: options.functionArn ?? text(FLEET_OUTPUT.functionArn),
    manifestLocation: options.manifestLocation ?? text(FLEET_OUTPUT.manifestLocation),
    reportLocation: options.reportLocation ?? text(FLEET_OUTPUT.reportLocation),
  };
}

export interface UploadedManifest {
  readonly etag: string;
}

/** Where a manifest goes: it is called by its digest, so that the same is there once. */
export function manifestPlace({ manifestLocation }: JobOptions, sha256: string) {
  const place = s3Place(needed(manifestLocation, "--manifest-location s3://BUCKET/PREFIX"));
  if (place === undefined)
    throw new OperatorError("usage", `the manifest of a job stands in S3, got '${manifestLocation}'`, {
      hint: "give --manifest-location s3://BUCKET/PREFIX",
    });
  return { bucket: place.bucket, key: `${place.path === "" ? "" : `${place.path}/`}${sha256}.csv` };
}

/**
 * @param manifest the file
 * @param uploaded what is there; `undefined` before it is: S3 gives the ETag then
 * @throws OperatorError `usage` where something of it was not given
 */
export async function requestOf(
  options: JobOptions,
  work: OperationSettings,
  manifest: string,
  uploaded: UploadedManifest | undefined,
): Promise<JobRequest> {
  const facts = await checkManifest(createReadStream(manifest), manifest);
  const operation = jobOperation(work, options.functionArn);
  const roleArn = needed(options.roleArn, "--role-arn ARN");
  const role = parseArn(roleArn);
  if (role?.service !== "iam")
    throw new OperatorError("usage", `the role of a job is given by its ARN, got '${roleArn}'`, {
      hint: "give --role-arn ARN",
    });
  const { bucket, key } = manifestPlace(options, facts.sha256);
  const report = s3Place(needed(options.reportLocation, "--report-location s3://BUCKET/PREFIX"));
  if (report === undefined)
    throw new OperatorError("usage", `the report of a job stands in S3, got '${options.reportLocation}'`, {
      hint: "give --report-location s3://BUCKET/PREFIX",
    });
  const place = {
    accountId: role.account,
    roleArn,
    manifestArn: `arn:${role.partition}:s3:::${bucket}/${key}`,
    manifestEtag: uploaded?.etag ?? "(of the uploaded manifest)",
    reportBucketArn: `arn:${role.partition}:s3:::${report.bucket}`,
    reportPrefix: report.path,
  };
  const token = createHash("sha256")
    .update(JSON.stringify([facts.sha256, operation, place]))
    .digest("hex");
  const description = `sealstack fleet ${work.operation}, ${facts.rows} objects`;
  return createJobRequest(place, {
    operation,
    versions: facts.versions,
    description,
    token,
  });
}

function needed(value: string | undefined, option: string): string {
  if (value !== undefined) return value;
  throw new OperatorError("usage", `a job of S3 Batch Operations needs ${option}`, {
    hint: `give ${option}`,
  });
}

/** The request as people read it: a line of a report is one line, and a line feed in it is shown as text. */
export const requestLines = (request: unknown): readonly string[] =>
  JSON.stringify(request, undefined, 2).split("\n");
