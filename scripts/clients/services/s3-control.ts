/** The only place that makes clients of S3's control plane. */
import { CreateJobCommand, type CreateJobCommandInput, S3ControlClient } from "@aws-sdk/client-s3-control";
import { KMS_LIMITS, sendOptions } from "../http/limits";
import type { ClientSettings } from "../settings/settings";
import { clientConfig } from "./client-config";

/** @returns the id of the job, as it was answered. */
export async function createJob(
  settings: ClientSettings,
  request: CreateJobCommandInput,
  signal: AbortSignal,
): Promise<unknown> {
  const client = new S3ControlClient(clientConfig(settings, KMS_LIMITS, 3));
  const { JobId } = await client.send(new CreateJobCommand(request), sendOptions("whole", signal));
  return JobId;
}
