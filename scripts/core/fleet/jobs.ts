/** What a fleet needs of S3 Batch Operations. */
import type { createJobRequest } from "./plan/create-job";

export type JobRequest = ReturnType<typeof createJobRequest>;

export interface BatchJobs {
  /**
   * Makes a job, or finds the one that the same token made.
   * @returns its id. @throws OperatorError when S3 refuses it.
   */
  create(request: JobRequest, signal: AbortSignal): Promise<string>;
}
