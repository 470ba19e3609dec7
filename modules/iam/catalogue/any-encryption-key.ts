import { conditionList, demandsKey, matchesAnything } from "../policies/conditions";
import type { Finding } from "../policies/finding";
import type { Statement } from "../policies/policy-document";
import { matches } from "./patterns";

const ACTION = "s3:UpdateObjectEncryption";
const KEY_ID = "s3:x-amz-server-side-encryption-aws-kms-key-id";

/** All of it is a wish of its own: `s3:*` is no permission to put objects under another key, but one to do anything. */
const EVERYTHING = ["*", "s3:*"];

/**
 * Statements that let somebody put objects which are there under any key, one of his own too: nobody else can then open them. Found is what allows
 * `s3:UpdateObjectEncryption`, by name or by a wildcard within S3's actions, without a condition on the key.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_UpdateObjectEncryption.html
 */
export function anyEncryptionKeyFindings(statements: readonly Statement[]): readonly Finding[] {
  return statements
    .filter(({ effect = "Allow", actions = [] }) => effect === "Allow" && actions.some(namesAction))
    .filter(({ conditions }) => !conditionList(conditions).some(boundsKey))
    .map(({ sid }) => ({
      sid,
      code: "any-encryption-key",
      problem: `${ACTION} puts objects under any key, the caller's own too: add StringEquals on ${KEY_ID}`,
    }));
}

function namesAction(pattern: string): boolean {
  return !EVERYTHING.includes(pattern.toLowerCase()) && matches(pattern, ACTION);
}

function boundsKey(condition: ReturnType<typeof conditionList>[number]): boolean {
  return condition.key.toLowerCase() === KEY_ID && demandsKey(condition) && !matchesAnything(condition);
}
