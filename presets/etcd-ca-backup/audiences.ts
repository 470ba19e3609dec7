/** Who may assume which role: the audiences' part of the schema. */
import { z } from "zod";
import { MAX_SESSION_DURATION, MFA_AGE_SECONDS } from "../../modules/iam/limits";
import { principalArn, samlProviderArn, wholeNumber } from "../fields";

/** Seconds after which a second factor is asked for again. */
const DEFAULT_MFA_AGE_SECONDS = 3600;

const ec2Trust = z
  .strictObject({ type: z.literal("ec2") })
  .meta({ description: "EC2 instances, through an instance profile named like the role." });

const mfaTrust = z
  .strictObject({
    type: z.literal("mfa"),
    maxAgeSeconds: wholeNumber(MFA_AGE_SECONDS)
      .default(DEFAULT_MFA_AGE_SECONDS)
      .meta({ description: "How many seconds ago the second factor may have been given." }),
  })
  .meta({
    description:
      "Users of this account who gave a second factor. Sessions of roles never carry one: for Identity Center or an unattended verifier, use 'principals'.",
  });

const principalsTrust = z
  .strictObject({
    type: z.literal("principals"),
    arns: z.array(principalArn).min(1).meta({
      description:
        "ARNs of roles and users. An Identity Center role ends in '_*' in place of its suffix, which changes when it is assigned anew.",
    }),
  })
  .meta({ description: "Roles and users by ARN: Identity Center, an unattended verifier, another account." });

const samlTrust = z
  .strictObject({
    type: z.literal("saml"),
    providerArns: z
      .array(samlProviderArn)
      .min(1)
      .meta({ description: "ARNs of SAML providers of this account." }),
  })
  .meta({
    description: "People who sign in through a SAML provider, which has to see to the second factor.",
  });

/** One kind of trust becomes one statement, so each may stand once. The list is unchecked where other problems were found in it. */
function eachOnce(trusts: readonly unknown[], context: z.core.$RefinementCtx): void {
  const types = trusts.map((trust) => (trust as { readonly type?: unknown } | null)?.type);
  types.forEach((type, index) => {
    if (type === undefined || types.indexOf(type) === index) return;
    context.addIssue({
      code: "custom",
      path: [index],
      message: `type must be given once, got '${type}' again`,
    });
  });
}

/** Makes {@link eachOnce} run although other problems were found, so that all of them are reported at once. */
const ALWAYS = { when: ({ value }: { value: unknown }) => Array.isArray(value) };

const humanTrust = z
  .array(z.discriminatedUnion("type", [mfaTrust, principalsTrust, samlTrust]))
  .min(1)
  .superRefine(eachOnce, ALWAYS)
  .prefault([{ type: "mfa" }])
  .meta({ description: "Who may assume the role. All of the list may." });

const maxSessionDuration = wholeNumber(MAX_SESSION_DURATION)
  .default(MAX_SESSION_DURATION.min)
  .meta({ description: "Longest session of the role in seconds." });

export type Trust =
  | z.infer<typeof ec2Trust>
  | z.infer<typeof mfaTrust>
  | z.infer<typeof principalsTrust>
  | z.infer<typeof samlTrust>;

export const writerSchema = z
  .strictObject({
    trust: z
      .array(z.discriminatedUnion("type", [ec2Trust, principalsTrust]))
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

export const restorerSchema = z
  .strictObject({ trust: humanTrust, maxSessionDuration })
  .prefault({})
  .meta({ description: "Who restores and verifies. Reads and opens backups, changes nothing." });

export const administratorSchema = z
  .strictObject({ trust: humanTrust, maxSessionDuration })
  .prefault({})
  .meta({ description: "Who manages key and bucket. Neither uses the key nor reads a backup." });
