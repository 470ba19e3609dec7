/** What a value is checked for, in HCL, by the sentence that TypeScript says of the same value. */
import { quoted } from "../hcl";

/** A check of one value. */
export interface Check {
  /** Whether the value, an expression, is right. */
  readonly ok: (value: string) => string;
  /** What is said otherwise: the inside of a quoted text. */
  readonly says: (value: string) => string;
  /** What is shown for a value that is not there, as HCL. @default - an empty text */
  readonly nothing?: string;
}

/** In the place of a value that is surely wrong. */
export const WRONG = "?wrong?";

const inside = (text: string): string => quoted(text).slice(1, -1);
const got = (sentence: string) => (value: string) => `${inside(sentence)}, got '\${${value}}'`;

export function matches(pattern: string | RegExp, sentence: string): Check {
  const source = typeof pattern === "string" ? pattern : pattern.source;
  return {
    ok: (value) => `can(regex(${quoted(source.replaceAll("\\/", "/"))}, ${value}))`,
    says: got(sentence),
  };
}

const lengths = (min: number, max: number, says: (value: string) => string): Check => ({
  ok: (value) => `length(${value}) >= ${min} && length(${value}) <= ${max}`,
  says,
});

const arn = (service: string, resource: string, region = "[a-z0-9-]*", account = "(\\d{12}|aws)"): string =>
  `^arn:[a-z0-9-]+:${service}:${region}:${account}:${resource}$`;

const starts = (prefix: string, sentence: string): Check => ({
  ok: (value) => `!startswith(${value}, ${quoted(prefix)})`,
  says: got(sentence),
});

const ends = (suffix: string, sentence: string): Check => ({
  ok: (value) => `!endswith(${value}, ${quoted(suffix)})`,
  says: got(sentence),
});

/** No name of a bucket begins or ends with these. */
const BUCKET_STARTS = ["xn--", "sthree-", "amzn-s3-demo-"];
const BUCKET_ENDS = ["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3", "-an"];

/** Checks by the sentence that is said of {@link WRONG}, up to what it got. */
export const TEXT_CHECKS: Readonly<Record<string, readonly Check[]>> = {
  ...arns("a KMS key", arn("kms", "key/[A-Za-z0-9-]+")),
  ...arns("a managed policy of IAM", arn("iam", "policy/[\\w+=,.@/-]+")),
  ...arns("a SAML provider of IAM", arn("iam", "saml-provider/[\\w.-]+")),
  ...arns("a trust anchor of IAM Roles Anywhere", arn("rolesanywhere", "trust-anchor/[a-f0-9-]+")),
  ...arns("an IAM role", arn("iam", "role/[\\w+=,.@/-]+")),
  ...arns(
    "an IAM role, user or account root, or of an Identity Center role with '*' for its suffix",
    arn(
      "iam",
      "(root|(role|user)/[\\w+=,.@/-]+|role/aws-reserved/sso\\.amazonaws\\.com/([a-z0-9-]+/)?AWSReservedSSO_[\\w+=,.@-]+_\\*)",
    ),
  ),
  ...arns("an IAM role or user", arn("iam", "(role|user)/[\\w+=,.@/-]+")),
  "must be the ARN of a bucket such as 'arn:aws:s3:::example'": [
    {
      ok: (value) =>
        `can(regex("^arn:[a-z0-9-]+:s3::[0-9]*:[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$", ${value})) && !can(regex(":(${BUCKET_STARTS.join("|")})", ${value})) && !can(regex("(${BUCKET_ENDS.join("|")})$", ${value}))`,
      says: got("must be the ARN of a bucket such as 'arn:aws:s3:::example'"),
    },
  ],
  "alias must start with 'alias/'": [
    matches("^alias/", "alias must start with 'alias/'"),
    starts("alias/aws/", "alias must not start with 'alias/aws/', which AWS keeps"),
    starts("alias/alias/", "alias must start with 'alias/' once"),
    lengths(7, 256, (value) => `alias must be 7 to 256 characters long, got \${length(${value})}`),
    matches("^[A-Za-z0-9/_-]+$", "alias must be letters, digits, '/', '_' and '-'"),
  ],
  "bucket name must be lower-case letters, digits and '-', with a letter or digit at both ends": [
    lengths(
      3,
      63,
      (value) => `bucket name must be 3 to 63 characters long, got \${length(${value})} in '\${${value}}'`,
    ),
    matches(
      "^[a-z0-9][a-z0-9-]*[a-z0-9]$",
      "bucket name must be lower-case letters, digits and '-', with a letter or digit at both ends",
    ),
    ...BUCKET_STARTS.map((part) => starts(part, `bucket name must not start with '${part}'`)),
    ...BUCKET_ENDS.map((part) => ends(part, `bucket name must not end with '${part}'`)),
  ],
  "table name must be 3 to 255 letters, digits and '_.-'": [
    matches("^[A-Za-z0-9_.-]{3,255}$", "table name must be 3 to 255 letters, digits and '_.-'"),
  ],
  "attribute name must be 1 to 255 letters, digits and '_', a letter first": [
    matches(
      "^[A-Za-z][A-Za-z0-9_]{0,254}$",
      "attribute name must be 1 to 255 letters, digits and '_', a letter first",
    ),
  ],
  // No look-ahead in Terraform's regular expressions: what begins with `aws-` is told apart by itself.
  "must be a path of letters, digits and '+=,.@_-' such as '/backup/', not one of AWS's own": [
    {
      ok: (value) => `can(regex("^/([\\\\w+=,.@-]+/)*$", ${value})) && !startswith(${value}, "/aws-")`,
      says: got("must be a path of letters, digits and '+=,.@_-' such as '/backup/', not one of AWS's own"),
    },
  ],
  "must be the path and name of a role, such as '/vault-source-writer'": [
    {
      ok: (value) =>
        `can(regex("^/(([\\\\w+=,.@-]|\\\\{region\\\\})+/)*([\\\\w+=,.@-]|\\\\{region\\\\})+$", ${value})) && !startswith(${value}, "/aws-")`,
      says: got("must be the path and name of a role, such as '/vault-source-writer'"),
    },
  ],
};

function arns(what: string, pattern: string): Readonly<Record<string, readonly Check[]>> {
  const sentence = `must be the ARN of ${what}`;
  return { [sentence]: [matches(pattern, sentence)] };
}
