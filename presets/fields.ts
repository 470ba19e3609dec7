/** Schema fields that several presets need. */
import { z } from "zod";
import { parseArn } from "../modules/arn";
import type { Range } from "../modules/config-error";

/** A whole number of days within `range`. */
export function days({ min, max }: Range) {
  return z.int().min(min).max(max);
}

/** A string that `problem` has nothing to say against. */
export function checked(problem: (value: string) => string | undefined) {
  return z.string().superRefine((value, context) => {
    const message = problem(value);
    if (message !== undefined) context.addIssue({ code: "custom", message });
  });
}

function arnOf(what: string, service: string, resource: RegExp) {
  return checked((text) => {
    const arn = parseArn(text);
    if (arn?.service === service && arn.account !== "" && resource.test(arn.resource)) return undefined;
    return `must be the ARN of ${what}, got '${text}'`;
  });
}

export const kmsKeyArn = arnOf("a KMS key", "kms", /^key\/[A-Za-z0-9-]+$/);

export const samlProviderArn = arnOf("a SAML provider of IAM", "iam", /^saml-provider\/[\w.-]+$/);

/**
 * A role, user or account; or the roles that Identity Center makes for a permission set, whose suffix is a `*`. No other wildcard: it
 * would let in roles that somebody else creates.
 */
export const principalArn = arnOf(
  "an IAM role, user or account root, or of an Identity Center role with '*' for its suffix",
  "iam",
  /^(root|(role|user)\/[\w+=,.@/-]+|role\/aws-reserved\/sso\.amazonaws\.com\/([a-z0-9-]+\/)?AWSReservedSSO_[\w+=,.@-]+_\*)$/,
);
