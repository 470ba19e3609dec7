/** Alerts on a key, and a trail to get them from, as presets configure them. */

import { z } from "zod";
import { ALERTS } from "../../../modules/audit/alerts/alert-table";
import {
  ALARM_THRESHOLD,
  DEFAULT_LOG_RETENTION_IN_DAYS,
  LOG_RETENTION_IN_DAYS,
} from "../../../modules/audit/limits";
import { bucketNameProblem } from "../../../modules/s3/bucket/bucket-name";
import { LIFECYCLE_DAYS } from "../../../modules/s3/limits";
import { shown, shownText } from "../../../modules/show-value";
import { checked, matching, principalArn, wholeNumber } from "./fields";

/** Days that log files are kept: seven years, as many rules for the keeping of records ask for. */
const DEFAULT_EXPIRATION_IN_DAYS = 2557;

export const trailSchema = z
  .strictObject({
    bucket: checked(bucketNameProblem).optional().meta({
      description: "Name of the bucket for log files. Default: '<stack>-ct-<account id>-<region>'.",
    }),
    expirationInDays: wholeNumber(LIFECYCLE_DAYS)
      .default(DEFAULT_EXPIRATION_IN_DAYS)
      .meta({ description: "Days until a log file expires." }),
    logRetentionInDays: z
      .literal([...LOG_RETENTION_IN_DAYS], {
        error: ({ input }) =>
          `must be one of ${LOG_RETENTION_IN_DAYS.join(", ")}, got ${shownText(String(JSON.stringify(input)))}`,
      })
      .default(DEFAULT_LOG_RETENTION_IN_DAYS)
      .meta({ description: "Days until a record is removed from CloudWatch Logs." }),
    dataEvents: z.boolean().default(true).meta({
      description: "Whether calls on objects of the bucket are recorded, too. AWS bills them by number.",
    }),
    failedDecryptThreshold: wholeNumber(ALARM_THRESHOLD).default(ALERTS.failedDecrypts.threshold).meta({
      description: "Decrypts that fail within five minutes until the alarm is raised.",
    }),
    readers: z.array(principalArn).default([]).meta({
      description: "ARNs of roles and users that may open the log files. Nobody else can.",
    }),
    preventDestroy: z.boolean().default(true).meta({
      description: "Whether Terraform refuses to delete the trail, its log group and its bucket.",
    }),
  })
  .meta({
    description:
      "A trail of the stack's own, for all regions, with a copy in CloudWatch Logs and an alarm for each alert. AWS bills a second trail of an account. Default: none; the account has to have one, or there are no alerts.",
  });

export const emailsField = z
  .array(matching(/^[^@\s]+@[^@\s]+$/, "an email address"))
  .superRefine((emails, context) => {
    for (const [index, email] of emails.entries())
      if (emails.indexOf(email) !== index)
        context.addIssue({
          code: "custom",
          path: [index],
          message: `must name each address once, got ${shown(email)} again`,
        });
  })
  .default([])
  .meta({ description: "Who is told of alerts. Each has to follow a link that SNS sends." });

export const auditPreventDestroyField = z.boolean().default(true).meta({
  description:
    "Whether Terraform refuses to delete the topic of the alerts, and the key that encrypts alerts and log files.",
});

/** Off where it is left out. */
export const auditSchema = z
  .strictObject({
    emails: emailsField,
    trail: trailSchema.optional(),
    preventDestroy: auditPreventDestroyField,
  })
  .optional()
  .meta({
    description:
      "Alerts when key, bucket or roles are misused or tampered with (failed decrypts; key disabled, granted, copied or to be deleted; policies, lifecycle and trust changed), and when somebody stops the alerts. Default: none.",
  });

export type AuditConfig = NonNullable<z.infer<typeof auditSchema>>;
