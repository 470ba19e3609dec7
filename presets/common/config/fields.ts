/** Schema fields that several presets need. */

import { z } from "zod";
import { parseArn } from "../../../modules/arn";
import { type Range, rangeText } from "../../../modules/config-error";
import { shown, shownText } from "../../../modules/show-value";
import { isReserved, TAG_COUNT, type Tags } from "../../../modules/tags";

/**
 * A whole number within `range`, with one message for whatever is wrong. Zod's own `int` stops the checks between keys, which would hide
 * their problems; so the JSON schema has to be told what it would have said.
 */
export function wholeNumber(range: Range) {
  const message = (value: unknown) =>
    `must be ${rangeText(range)}, got ${shownText(String(JSON.stringify(value)))}`;
  return z
    .number({ error: ({ input }) => (input === undefined ? undefined : message(input)) })
    .superRefine((value, context) => {
      if (!Number.isInteger(value) || value < range.min || value > range.max)
        context.addIssue({ code: "custom", message: message(value) });
    })
    .meta({ type: "integer", minimum: range.min, maximum: range.max });
}

/** A string that matches `pattern`, which people get told as `what`. */
export function matching(pattern: RegExp, what: string) {
  return z.string().regex(pattern, { error: ({ input }) => `must be ${what}, got ${shown(input)}` });
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
    return `must be the ARN of ${what}, got ${shown(text)}`;
  });
}

export const kmsKeyArn = arnOf("a KMS key", "kms", /^key\/[A-Za-z0-9-]+$/);

export const managedPolicyArn = arnOf("a managed policy of IAM", "iam", /^policy\/[\w+=,.@/-]+$/);

export const samlProviderArn = arnOf("a SAML provider of IAM", "iam", /^saml-provider\/[\w.-]+$/);

export const trustAnchorArn = arnOf(
  "a trust anchor of IAM Roles Anywhere",
  "rolesanywhere",
  /^trust-anchor\/[a-f0-9-]+$/,
);

/** One role, whole. */
export const roleArn = arnOf("an IAM role", "iam", /^role\/[\w+=,.@/-]+$/);

/**
 * A role, user or account; or the roles that Identity Center makes for a permission set, whose suffix is a `*`. No other wildcard: it
 * would let in roles that somebody else creates.
 */
export const principalArn = arnOf(
  "an IAM role, user or account root, or of an Identity Center role with '*' for its suffix",
  "iam",
  /^(root|(role|user)\/[\w+=,.@/-]+|role\/aws-reserved\/sso\.amazonaws\.com\/([a-z0-9-]+\/)?AWSReservedSSO_[\w+=,.@-]+_\*)$/,
);

/** Region of everything in a stack. @param what for people, such as "key and bucket" */
export function regionField(what: string) {
  return matching(/^[a-z]{2,}(-[a-z]+)+-\d$/, "a region such as 'eu-central-1'").meta({
    description: `Region of ${what}, such as 'eu-central-1'.`,
  });
}

/** What every service takes in tags. It also keeps Terraform's `${` out. Source: AWS General Reference, "Tag naming limits". */
const tagText = matching(/^[\p{L}\p{Z}\p{N}_.:/=+@-]*$/u, "letters, digits, spaces and _.:/=+@-");

export const tagsField = z
  .record(tagText.min(1).max(128), tagText.max(256))
  .superRefine(checkTags)
  .default({})
  .meta({ description: "Tags for everything that can carry them." });

/** What no single tag can say, and what the JSON schema does not: the rules of IAM, because every preset tags roles. */
function checkTags(tags: Tags, context: z.core.$RefinementCtx): void {
  const keys = Object.keys(tags);
  const report = (path: string[], message: string) => context.addIssue({ code: "custom", path, message });
  if (keys.length > TAG_COUNT) report([], `must be at most ${TAG_COUNT}, got ${keys.length}`);
  for (const [index, key] of keys.entries()) {
    if (isReserved(key))
      report([key], `the key must not start with 'aws:', which AWS keeps, got ${shown(key)}`);
    const same = keys.slice(0, index).find((other) => other.toLowerCase() === key.toLowerCase());
    if (same !== undefined)
      report([key], `the key must differ from the others in more than its case, got ${shown(same)} too`);
  }
}

/** Source: AWS Account Management Reference Guide, "View AWS account identifiers". */
export const ACCOUNT_ID = /^\d{12}$/;

/** @param description whose account it is */
export function accountField(description: string) {
  return z
    .string({
      error: ({ input }) =>
        input === undefined
          ? undefined
          : `must be twelve digits in quotes, got ${shownText(String(JSON.stringify(input)))}`,
    })
    .regex(ACCOUNT_ID, { error: ({ input }) => `must be twelve digits in quotes, got ${shown(input)}` })
    .meta({ description });
}

/** Account of a stack: where it is given, the provider refuses to deploy to any other. */
export const ownAccountField = accountField(
  "Account of the stack, twelve digits in quotes. The provider then deploys to no other.",
);
