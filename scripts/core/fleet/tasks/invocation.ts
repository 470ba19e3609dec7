/**
 * What S3 Batch Operations sends to a function, and what it takes for an answer.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-invoke-lambda.html (schema versions 1.0 and 2.0)
 */
import { z } from "zod";
import { OperatorError } from "../../../errors";
import { notValidAt } from "../not-valid";

const task = z.object({
  taskId: z.string(),
  /** URL-encoded. */
  s3Key: z.string(),
  s3VersionId: z.string().nullish(),
  /** Of version 1.0. */
  s3BucketArn: z.string().optional(),
  /** Of version 2.0. */
  s3Bucket: z.string().optional(),
});

const invocation = z.object({
  invocationSchemaVersion: z.enum(["1.0", "2.0"]),
  invocationId: z.string(),
  job: z.object({ id: z.string(), userArguments: z.record(z.string(), z.string()).nullish() }),
  tasks: z.array(task).min(1),
});

export type Invocation = z.infer<typeof invocation>;
export type InvocationTask = Invocation["tasks"][number];

/** `TemporaryFailure` is tried again by whoever runs the job; `PermanentFailure` goes into the report as it is. */
export type ResultCode = "Succeeded" | "TemporaryFailure" | "PermanentFailure";

export interface TaskResult {
  readonly taskId: string;
  readonly resultCode: ResultCode;
  /** One line, which begins with a word for the cause. */
  readonly resultString: string;
}

export interface InvocationResponse {
  readonly invocationSchemaVersion: Invocation["invocationSchemaVersion"];
  /** What a task is that the answer does not have. */
  readonly treatMissingKeysAs: ResultCode;
  readonly invocationId: string;
  readonly results: readonly TaskResult[];
}

/** @throws OperatorError `usage` for what is no such event: there is no task then that could be answered. */
export function parseInvocation(event: unknown): Invocation {
  const parsed = invocation.safeParse(event);
  if (parsed.success) return parsed.data;
  throw new OperatorError(
    "usage",
    `the event is not one of S3 Batch Operations, schema version 1.0 or 2.0; ${notValidAt(parsed.error)}`,
    { hint: "invoke the function by a job of S3 Batch Operations, or with an event of the same form" },
  );
}

/** @returns `undefined` where the task names no bucket. */
export function bucketOf({ s3Bucket, s3BucketArn = "" }: InvocationTask): string | undefined {
  return s3Bucket ?? /^arn:[a-z0-9-]+:s3:::([^/]+)$/.exec(s3BucketArn)?.[1];
}
