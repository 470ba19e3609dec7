/** What can be configured: the schema, with every default and description; also the source of the editors' JSON schema. */
import { z } from "zod";
import { LOG_RETENTION_IN_DAYS } from "../../modules/audit/limits";
import { FLEET_OPERATIONS } from "../../modules/backup-contract";
import { bucketNameProblem } from "../../modules/s3/bucket/bucket-name";
import { overlapProblems } from "../../modules/s3/lifecycle/lifecycle";
import { LIFECYCLE_DAYS } from "../../modules/s3/limits";
import { shown, shownText } from "../../modules/show-value";
import {
  checked,
  kmsKeyArn,
  matching,
  regionField,
  roleArn,
  tagsField,
  wholeNumber,
} from "../common/config/fields";
import { preventDestroyField } from "../common/config/key-fields";
import { perimeterSchema } from "../common/config/perimeter-schema";
import { prefixField } from "../common/config/retention-schema";
import { rolesSchema } from "../common/config/roles-schema";
import { fleetProblems } from "./config-rules";
import {
  DEFAULT_KMS_REQUESTS_PER_SECOND,
  KMS_REQUESTS_PER_SECOND,
  MEMORY_MIB,
  RESERVED_CONCURRENCY,
} from "./limits";

/** Days that manifests and reports are kept: a quarter, in which somebody looks at what failed. */
const DEFAULT_EXPIRATION_IN_DAYS = 90;
const DEFAULT_LOG_RETENTION_IN_DAYS = 90;
const MEMORY_DEFAULT_MIB = 2048;

/** Terraform runs in a folder of its own. No `$` and no quotes: the path stands in an expression of Terraform. */
const absolutePath = matching(/^\/[\w.@+ /-]+$/, "an absolute path of letters, digits and '._@+ /-'");

const backupsSchema = z
  .strictObject({
    bucket: checked(bucketNameProblem).meta({
      description: "Name of the bucket of the backups: output 'bucket' of etcd-ca-backup.",
    }),
    prefixes: z.array(prefixField).min(1).max(100).meta({
      description:
        "Where backups are in it, each with a slash at the end. What S3 does itself reaches nothing else.",
    }),
    keyArns: z.array(kmsKeyArn).min(1).max(10).meta({
      description:
        "ARNs of the keys that backups are encrypted with, the newest first: output 'key_arn' of etcd-ca-backup.",
    }),
    roleArn: roleArn.optional().meta({
      description:
        "ARN of the role with which the function reaches the backups: the restorer or tester of etcd-ca-backup for verify and verify-quick, its rekeyer for rewrap and reencrypt. That role has to trust output 'function_role_arn'. Not with fixity and rekey-outer.",
    }),
  })
  .meta({ description: "The backups, which another stack has." });

const packageSchema = z
  .strictObject({
    path: absolutePath.optional().meta({
      description: "Absolute path of the zip file, where Terraform runs. Or bucket and key.",
    }),
    bucket: checked(bucketNameProblem).optional().meta({ description: "Name of a bucket of the region." }),
    key: z.string().min(1).max(1024).optional().meta({ description: "Object key of the zip file in it." }),
    versionId: z
      .string()
      .min(1)
      .optional()
      .meta({ description: "Its version. Default: what is there at the deployment." }),
  })
  .meta({
    description: "The zip file of the function, with fleet-handler.mjs and its threads of @sealstack/cli.",
  });

const functionSchema = z
  .strictObject({
    package: packageSchema,
    runtime: z
      .enum(["nodejs22.x", "nodejs24.x"])
      .default("nodejs24.x")
      .meta({ description: "Runtime of Lambda." }),
    architecture: z
      .enum(["arm64", "x86_64"])
      .default("arm64")
      .meta({ description: "Processor; the code is the same." }),
    memoryMiB: wholeNumber(MEMORY_MIB).default(MEMORY_DEFAULT_MIB).meta({
      description: "Memory in MiB; Lambda gives processor time in proportion.",
    }),
    kmsRequestsPerSecond: wholeNumber(KMS_REQUESTS_PER_SECOND).default(DEFAULT_KMS_REQUESTS_PER_SECOND).meta({
      description:
        "Requests to KMS a second that the function may make, of a quota that the whole account shares. Its reserved concurrency follows from it.",
    }),
    reservedConcurrency: wholeNumber(RESERVED_CONCURRENCY).optional().meta({
      description:
        "Invocations at a time. Default: kmsRequestsPerSecond, times the 0.1 s that an object takes at least, by the requests for an object.",
    }),
    logRetentionInDays: z
      .literal([...LOG_RETENTION_IN_DAYS], {
        error: ({ input }) =>
          `must be one of ${LOG_RETENTION_IN_DAYS.join(", ")}, got ${shownText(String(JSON.stringify(input)))}`,
      })
      .default(DEFAULT_LOG_RETENTION_IN_DAYS)
      .meta({ description: "Days until a line of the function's log is removed." }),
  })
  .meta({
    description: "The function. Needed by all operations but fixity and rekey-outer, which S3 does itself.",
  });

const bucketSchema = z
  .strictObject({
    name: checked(bucketNameProblem).optional().meta({
      description: "Name of the bucket. Default: '<stack>-<account id>-<region>'.",
    }),
    expirationInDays: wholeNumber(LIFECYCLE_DAYS).default(DEFAULT_EXPIRATION_IN_DAYS).meta({
      description: "Days until manifests and reports expire.",
    }),
    preventDestroy: preventDestroyField("the bucket, or the log of the function"),
  })
  .prefault({})
  .meta({
    description: "The bucket of manifests and reports, under SSE-S3: S3 writes reports under nothing else.",
  });

/** Configuration of one `fleet` stack. */
export const fleetSchema = z
  .strictObject({
    preset: z.literal("fleet").meta({ description: "What the stack is made from." }),
    region: regionField("bucket, function and jobs, which is that of the backups"),
    tags: tagsField,
    operation: z
      .enum(FLEET_OPERATIONS, {
        error: ({ input }) => `must be one of ${FLEET_OPERATIONS.join(", ")}, got ${shown(input)}`,
      })
      .meta({
        description: "What is done to each backup. The roles reach what that takes, and nothing else.",
      }),
    backups: backupsSchema,
    function: functionSchema.optional(),
    stateMachine: z
      .strictObject({
        definition: absolutePath.meta({
          description:
            "Absolute path of fleet-state-machine.asl.json of @sealstack/cli, where Terraform runs.",
        }),
      })
      .optional()
      .meta({ description: "A state machine of Step Functions beside the jobs of S3. Default: none." }),
    bucket: bucketSchema,
    alarms: z
      .strictObject({
        topicArns: z
          .array(matching(/^arn:[a-z-]+:sns:[a-z0-9-]+:\d{12}:[\w-]+(\.fifo)?$/, "the ARN of an SNS topic"))
          .max(5)
          .default([])
          .meta({
            description:
              "ARNs of topics that are told of alarms, such as output 'alert_topic_arn' of another stack.",
          }),
      })
      .prefault({})
      .meta({
        description:
          "Alarms: errors and throttles of the function, invocations near its time limit, failed executions.",
      }),
    roles: rolesSchema,
    perimeter: perimeterSchema,
  })
  // Runs although other problems were found, so that all of them are reported at once.
  .superRefine(
    (value, context) => {
      for (const { path, message } of fleetProblems(value, overlapProblems))
        context.addIssue({ code: "custom", path: [...path], message });
    },
    { when: () => true },
  )
  .meta({
    description: "One operation on every backup of a bucket, by S3 Batch Operations or Step Functions.",
  });

/** What the schema of a single stack cannot say. */
export { fleetBackupProblems } from "./check-backups";
export type FleetConfig = z.infer<typeof fleetSchema>;
