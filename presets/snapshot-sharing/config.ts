/** What can be configured: the schema, with every default and description; also the source of the editors' JSON schema. */
import { z } from "zod";
import {
  kmsKeyArn,
  matching,
  ownAccountField,
  principalArn,
  regionField,
  roleArn,
  tagsField,
} from "../common/config/fields";
import {
  aliasField,
  deletionWindowField,
  preventDestroyField,
  rootStatementFields,
  rotationField,
} from "../common/config/key-fields";
import { perimeterSchema } from "../common/config/perimeter-schema";
import { rolesSchema } from "../common/config/roles-schema";
import { anyTrust, maxSessionDuration, peopleSchema } from "../common/config/trust-schema";
import { sidesProblems } from "./config-rules";

/** Services that keep snapshots. AMIs are EC2's, cluster snapshots RDS's. */
const SNAPSHOT_SERVICES = ["ec2", "rds"] as const;

const keySchema = z
  .strictObject({
    alias: aliasField("alias/snapshots"),
    rotationPeriodInDays: rotationField("Older snapshots still open."),
    deletionWindowInDays: deletionWindowField("every snapshot under it"),
    ...rootStatementFields,
    preventDestroy: preventDestroyField("the key"),
    users: z.array(principalArn).default([]).meta({
      description:
        "ARNs of roles and users of this account that make volumes, instances and databases under the key: through EC2 and RDS, never directly.",
    }),
  })
  .prefault({})
  .meta({ description: "The KMS key that the snapshots of this side are under." });

const actorSchema = (description: string) =>
  z.strictObject({ trust: anyTrust, maxSessionDuration }).prefault({}).meta({ description });

const accountField = matching(/^\d{12}$/, "the twelve digits of an account");

const sourceSchema = z
  .strictObject({
    accounts: z.array(accountField).default([]).meta({
      description:
        "Other accounts that may copy what is shared with them, each with its own stack of side 'target'. Their administrators decide who.",
    }),
    copiers: z.array(roleArn).default([]).meta({
      description:
        "ARNs of copier roles of this account: those of the stacks of side 'target' in its other regions. They need not exist yet.",
    }),
    regions: z.array(regionField("copies")).default([]).meta({
      description: "Other regions to which snapshots are copied.",
    }),
    sharer: actorSchema(
      "Who shares snapshots with the accounts, and copies those that are under another key under this one first. Reads and deletes nothing.",
    ),
  })
  .optional()
  .meta({ description: "What side 'source' has. Names at least one account or copier." });

const targetSchema = z
  .strictObject({
    keyArns: z.array(kmsKeyArn).min(1).meta({
      description: "ARNs of the keys of the sources: output 'key_arn' of each stack of side 'source'.",
    }),
    copier: actorSchema(
      "Who copies from the sources under the key of this side. Reads, shares and deletes nothing.",
    ),
  })
  .optional()
  .meta({ description: "What side 'target' has." });

/** Configuration of one `snapshot-sharing` stack. */
export const snapshotSharingSchema = z
  .strictObject({
    preset: z.literal("snapshot-sharing").meta({ description: "What the stack is made from." }),
    region: regionField("the key and the snapshots under it"),
    tags: tagsField,
    accountId: ownAccountField.optional(),
    side: z.enum(["source", "target"]).meta({
      description:
        "Which half this is: 'source' has the snapshots, 'target' copies them. Each is a stack of its own, deployed by whoever owns the account.",
    }),
    services: z
      .array(z.enum(SNAPSHOT_SERVICES))
      .min(1)
      .default([...SNAPSHOT_SERVICES])
      .meta({ description: "Whose snapshots: 'ec2' (EBS snapshots and AMIs), 'rds', or both." }),
    key: keySchema,
    source: sourceSchema,
    target: targetSchema,
    administrator: peopleSchema("Who manages the key, and does not use it."),
    roles: rolesSchema,
    perimeter: perimeterSchema,
  })
  // Runs although other problems were found, so that all of them are reported at once.
  .superRefine(
    (value: unknown, context) => {
      for (const { path, message } of sidesProblems(value))
        context.addIssue({ code: "custom", path: [...path], message });
    },
    { when: () => true },
  )
  .meta({
    description:
      "Snapshots of EBS, AMIs and RDS for another account or region: one of the two halves, with its key and roles.",
  });

export type SnapshotSharingConfig = z.infer<typeof snapshotSharingSchema>;
export type SnapshotService = (typeof SNAPSHOT_SERVICES)[number];
