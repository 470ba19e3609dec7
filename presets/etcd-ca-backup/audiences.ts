/** Who may assume which role: the audiences' part of the schema. */
import { z } from "zod";
import {
  ALWAYS,
  certificatesTrust,
  eachOnce,
  ec2Trust,
  optionalPeopleSchema,
  peopleSchema,
  principalsTrust,
} from "../common/config/trust-schema";

export const writerSchema = z
  .strictObject({
    trust: z
      .array(z.discriminatedUnion("type", [ec2Trust, principalsTrust, certificatesTrust]))
      .min(1)
      .superRefine(eachOnce, ALWAYS)
      .prefault([{ type: "ec2" }])
      .meta({ description: "Which hosts may assume the role. All of the list may." }),
    user: z
      .strictObject({
        accessKey: z.boolean().default(false).meta({
          description:
            "Whether to make an access key. Its secret never expires and stands in the Terraform state.",
        }),
      })
      .optional()
      .meta({
        description:
          "An IAM user with the same permissions, for hosts that cannot assume a role. Default: none.",
      }),
  })
  .prefault({})
  .meta({
    description:
      "The hosts that make backups. They add backups; they can neither open, replace nor delete one.",
  });

export const restorerSchema = peopleSchema(
  "Who restores and verifies. Reads and opens backups, changes nothing.",
);

export const administratorSchema = peopleSchema(
  "Who manages the key and looks at the bucket. Neither uses the key nor reads, deletes or changes a backup.",
);

export const keeperSchema = optionalPeopleSchema(
  "Who thins out old backups and holds others. Deletes by delete marker only, sets legal holds and extends locks; reads no backup and has no key.",
);

export const testerSchema = optionalPeopleSchema(
  "Who restores backups for a trial. Reads and opens them as the restorer does, adds evidence of it and marks of bad backups, and nothing else.",
);

export const rekeyerSchema = optionalPeopleSchema(
  "Who puts backups under a newer key. Opens them, adds newer keys to them, and puts new versions in their place; deletes none. Best trusted only while it is needed.",
);
