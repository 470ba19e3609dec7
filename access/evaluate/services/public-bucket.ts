/**
 * Whether a bucket's policy is public, as S3 means it: some statement gives access to others than fixed principals and places.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
 */
import type { CompiledCondition, CompiledStatement } from "../compiled";
import type { NamedPolicy } from "../policy";
import { compilePolicy } from "../statements/compile";

/** Keys that make a statement not public, by a value without wildcard and variable: those that S3's page names, and no other that names principals. */
const FIXING: ReadonlySet<string> = new Set([
  "aws:principalorgid",
  "aws:sourceaccount",
  "aws:sourcearn",
  "aws:sourceip",
  "aws:sourceowner",
  "aws:sourcevpc",
  "aws:sourcevpce",
  "aws:userid",
  "s3:dataaccesspointaccount",
  "s3:dataaccesspointarn",
  "s3:x-amz-server-side-encryption-aws-kms-key-id",
]);
const POSITIVE = /^(StringEquals|StringEqualsIgnoreCase|StringLike|ArnEquals|ArnLike|IpAddress)$/;

export function isPublic(policy: NamedPolicy): boolean {
  return compilePolicy(policy, "resource").some(
    (statement) => statement.effect === "Allow" && isOpen(statement),
  );
}

function isOpen({ who, conditions }: CompiledStatement): boolean {
  if (who === undefined) return false;
  const wide =
    who.not ||
    who.everybody ||
    who.everybodyOfAws ||
    // A provider such as graph.facebook.com stands for everybody whom it knows.
    who.federated.some((name) => !name.startsWith("arn:"));
  return wide && !conditions.some(fixes);
}

function fixes({ key, comparison, wanted, ifExists, set }: CompiledCondition): boolean {
  if (!FIXING.has(key.toLowerCase()) || ifExists || set === "all" || !POSITIVE.test(comparison)) return false;
  return wanted.every((value) => isFixed(key.toLowerCase(), value));
}

function isFixed(key: string, value: string): boolean {
  if (value.includes("${")) return false;
  if (key === "aws:sourceip") return isNarrow(value);
  // The name of an access point may be anything where its account is fixed.
  if (key === "s3:dataaccesspointarn") return /^arn:[^:*?]+:s3:[^:]*:\d{12}:accesspoint\//.test(value);
  return !/[*?]/.test(value);
}

/** No broader than /8, or /32 for IPv6. */
function isNarrow(range: string): boolean {
  const [address = "", length] = range.split("/");
  return length === undefined || Number(length) >= (address.includes(":") ? 32 : 8);
}
