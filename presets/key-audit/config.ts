/** What can be configured: the schema, with every default and description; also the source of the editors' JSON schema. */
import { z } from "zod";
import { parseArn } from "../../modules/arn";
import { aliasProblem } from "../../modules/kms/aliases/alias-name";
import { bucketNameProblem } from "../../modules/s3/bucket/bucket-name";
import { shown } from "../../modules/show-value";
import { auditPreventDestroyField, emailsField, trailSchema } from "../common/config/audit-schema";
import { checked, kmsKeyArn, regionField, tagsField } from "../common/config/fields";
import { perimeterSchema } from "../common/config/perimeter-schema";
import { rolesSchema } from "../common/config/roles-schema";
import { auditProblems } from "./config-rules";

/** An alias is told apart from other wrong values: it is what people have at hand. */
const watchedKeyArn = checked((text) => {
  if (/(^|:)alias\//.test(text))
    return `must be the ARN of a key and not an alias, which may be moved to another key, got ${shown(text)}; name aliases in 'aliases'`;
  const { error } = kmsKeyArn.safeParse(text);
  return error?.issues[0]?.message;
});

const bucketArn = checked((text) => {
  const arn = parseArn(text);
  if (arn?.service === "s3" && arn.region === "" && bucketNameProblem(arn.resource) === undefined)
    return undefined;
  return `must be the ARN of a bucket such as 'arn:aws:s3:::example', got ${shown(text)}`;
});

const identityArn = checked((text) => {
  const arn = parseArn(text);
  if (arn?.service === "iam" && /^(role|user)\/[\w+=,.@/-]+$/.test(arn.resource)) return undefined;
  return `must be the ARN of an IAM role or user, got ${shown(text)}`;
});

const auditTrailSchema = trailSchema
  .extend({
    enabled: z.boolean().default(true).meta({
      description:
        "Whether the stack makes a trail. Without one the account has to have one, alerts come by event rules alone, and none is about identities.",
    }),
  })
  .prefault({})
  .meta({
    description:
      "A trail for all regions, with a copy in CloudWatch Logs and an alarm for each alert. AWS bills a second trail of an account.",
  });

/** Configuration of one `key-audit` stack. */
export const keyAuditSchema = z
  .strictObject({
    preset: z.literal("key-audit").meta({ description: "What the stack is made from." }),
    region: regionField("the keys, and of the alerts on them"),
    tags: tagsField,
    keys: z.array(watchedKeyArn).min(1, { error: "must name a key by its ARN, got none" }).meta({
      description:
        "ARNs of the keys that are watched: of the stack's region, and of the account that it is deployed to. Five fit, or four with an alias each, as AWS bounds event patterns; for more, deploy a second stack.",
    }),
    aliases: z.array(checked(aliasProblem)).default([]).meta({
      description:
        "Names of these keys, each with 'alias/'. An event tells where an alias goes and not where it comes from: who takes one off a key is seen by its name only.",
    }),
    buckets: z.array(bucketArn).default([]).meta({
      description:
        "ARNs of buckets of the region that are watched for changes of who reaches them and of what keeps their objects.",
    }),
    identities: z.array(identityArn).default([]).meta({
      description:
        "ARNs of roles and users of the account that are watched for changes of trust, permissions and credentials. Needs the trail.",
    }),
    emails: emailsField,
    trail: auditTrailSchema,
    preventDestroy: auditPreventDestroyField,
    roles: rolesSchema,
    perimeter: perimeterSchema,
  })
  // Runs although other problems were found, so that all of them are reported at once.
  .superRefine(
    (value, context) => {
      for (const { path, message } of auditProblems(value))
        context.addIssue({ code: "custom", path: [...path], message });
    },
    { when: () => true },
  )
  .meta({
    description:
      "Alerts on keys that are there already, and a trail to get them from: misuse, tampering, and an end of the alerts.",
  });

export type KeyAuditConfig = z.infer<typeof keyAuditSchema>;
