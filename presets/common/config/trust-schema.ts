/** Who may assume a role, as every preset configures it. */
import { z } from "zod";
import { MAX_SESSION_DURATION, MFA_AGE_SECONDS } from "../../../modules/iam/limits";
import { shown } from "../../../modules/show-value";
import { matching, principalArn, samlProviderArn, trustAnchorArn, wholeNumber } from "./fields";

/** Seconds after which a second factor is asked for again. */
const DEFAULT_MFA_AGE_SECONDS = 3600;

export const ec2Trust = z
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

export const principalsTrust = z
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
    audiences: z
      .array(
        matching(
          /^https:\/\/[a-z0-9.-]+\/saml$/,
          "a sign-in page such as 'https://eu-central-1.signin.aws.amazon.com/saml'",
        ),
      )
      .min(1)
      .optional()
      .meta({
        description:
          "Sign-in pages to which the provider's answer may be addressed. Default: the one of the provider's partition.",
      }),
  })
  .meta({
    description: "People who sign in through a SAML provider, which has to see to the second factor.",
  });

export const certificatesTrust = z
  .strictObject({
    type: z.literal("rolesAnywhere"),
    trustAnchorArn: trustAnchorArn.meta({
      description: "ARN of the trust anchor of IAM Roles Anywhere whose CA signs the hosts' certificates.",
    }),
    commonNames: z
      .array(matching(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, "a name of letters, digits and '._-'").max(64))
      .min(1)
      .meta({ description: "Common names of the hosts' certificates. Every other certificate is refused." }),
  })
  .meta({
    description:
      "Hosts outside AWS with a certificate of one's own CA, such as step-ca. The stack makes the profile they ask with.",
  });

/** One kind of trust becomes one statement, so each may stand once. The list is unchecked where other problems were found in it. */
export function eachOnce(trusts: readonly unknown[], context: z.core.$RefinementCtx): void {
  const types = trusts.map((trust) => (trust as { readonly type?: unknown } | null)?.type);
  types.forEach((type, index) => {
    if (type === undefined || types.indexOf(type) === index) return;
    context.addIssue({
      code: "custom",
      path: [index],
      message: `type must be given once, got ${shown(type)} again`,
    });
  });
}

/** Makes {@link eachOnce} run although other problems were found, so that all of them are reported at once. */
export const ALWAYS = { when: ({ value }: { value: unknown }) => Array.isArray(value) };

export const humanTrust = z
  .array(z.discriminatedUnion("type", [mfaTrust, principalsTrust, samlTrust]))
  .min(1)
  .superRefine(eachOnce, ALWAYS)
  .prefault([{ type: "mfa" }])
  .meta({ description: "Who may assume the role. All of the list may." });

/** Hosts and people alike: for what a pipeline does today and somebody by hand tomorrow. */
export const anyTrust = z
  .array(z.discriminatedUnion("type", [ec2Trust, mfaTrust, principalsTrust, samlTrust]))
  .min(1)
  .superRefine(eachOnce, ALWAYS)
  .prefault([{ type: "mfa" }])
  .meta({ description: "Who may assume the role. All of the list may." });

export const maxSessionDuration = wholeNumber(MAX_SESSION_DURATION)
  .default(MAX_SESSION_DURATION.min)
  .meta({ description: "Longest session of the role in seconds." });

const people = () => z.strictObject({ trust: humanTrust, maxSessionDuration });

/** @param description who they are, and what they may and may not do */
export function peopleSchema(description: string) {
  return people().prefault({}).meta({ description });
}

/** Of a role that is made only where its key is given. @param description as of {@link peopleSchema} */
export function optionalPeopleSchema(description: string) {
  return people()
    .optional()
    .meta({ description: `${description} Default: there is no such role.` });
}

export type Trust =
  | z.infer<typeof certificatesTrust>
  | z.infer<typeof ec2Trust>
  | z.infer<typeof mfaTrust>
  | z.infer<typeof principalsTrust>
  | z.infer<typeof samlTrust>;
