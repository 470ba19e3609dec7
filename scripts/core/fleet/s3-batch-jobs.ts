/** Jobs of S3 Batch Operations. */
import { toOperatorError } from "../../clients/failures/sdk-errors";
import { BadReplyError } from "../../clients/replies/bad-reply";
import { createJob } from "../../clients/services/s3-control";
import type { ClientSettings } from "../../clients/settings/settings";
import type { BatchJobs } from "./jobs";

export function s3BatchJobs(settings: ClientSettings): BatchJobs {
  return {
    create: async (request, signal) => {
      try {
        const JobId = await createJob(settings, request, signal);
        if (typeof JobId !== "string" || JobId === "") throw new BadReplyError("the reply names no job");
        return JobId;
      } catch (error) {
        throw toOperatorError(error, { action: "create the job of S3 Batch Operations" });
      }
    },
  };
}
