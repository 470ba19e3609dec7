/** Who may assume which role: the audiences' part of the schema. */
import { z } from "zod";
import {
  ALWAYS,
  certificatesTrust,
  eachOnce,
  ec2Trust,
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
