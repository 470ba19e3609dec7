/** From where, and by whose identities, a stack's keys and buckets can be reached at all. */
import { z } from "zod";
import { shown } from "../../../modules/show-value";
import { matching } from "./fields";

const ids = (pattern: RegExp, example: string, description: string) =>
  z
    .array(matching(pattern, `an id such as ${shown(example)}`))
    .min(1, { error: `must have an id such as ${shown(example)}, got none` })
    .superRefine(eachOnce)
    .optional()
    .meta({ description });

function eachOnce(given: readonly string[], context: z.core.$RefinementCtx): void {
  for (const [index, id] of given.entries())
    if (given.indexOf(id) !== index)
      context.addIssue({
        code: "custom",
        path: [index],
        message: `must be given once, got ${shown(id)} again`,
      });
}

/** Digits of an id of EC2: eight before 2018, seventeen since. Source: EC2 User Guide, "Longer IDs". */
const HEX = "([0-9a-f]{8}|[0-9a-f]{17})";

const NAMES = ["organizationIds", "vpcEndpointIds", "vpcIds"] as const;

export const perimeterSchema = z
  .strictObject({
    organizationIds: ids(
      /^o-[a-z0-9]{10,32}$/,
      "o-a1b2c3d4e5",
      "Organizations whose identities may do anything here, beside the account itself. Everybody else is refused, whatever another policy allows.",
    ),
    vpcEndpointIds: ids(
      new RegExp(`^vpce-${HEX}$`),
      "vpce-0123456789abcdef0",
      "VPC endpoints through which data may be used. S3 and KMS need one each, in every region of the stack. With vpcIds, either is enough.",
    ),
    vpcIds: ids(
      new RegExp(`^vpc-${HEX}$`),
      "vpc-0123456789abcdef0",
      "VPCs from which data may be used, through any endpoint in them.",
    ),
  })
  .superRefine(
    (perimeter, context) => {
      if (NAMES.some((name) => perimeter[name] !== undefined)) return;
      context.addIssue({ code: "custom", message: `must have ${NAMES.join(", ")}, got none of them` });
    },
    { when: () => true },
  )
  .optional()
  .meta({
    description:
      "A data perimeter around every key and bucket of the stack. AWS's own services, and those that act for a caller, are not held up. Default: none.",
  });

export type PerimeterConfig = NonNullable<z.infer<typeof perimeterSchema>>;
