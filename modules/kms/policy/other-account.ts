/** The half of cross-account access that the other account has to have. */
import type { Statement } from "../../iam/policies/policy-document";
import type { AwsEnvironment } from "../../iam/policies/principals";
import { keyType } from "../key-type";
import { type AudienceName, audienceTraits } from "./audiences";
import { audienceStatements, type PolicyKey } from "./build-key-policy";
import type { UseConditions } from "./conditions";

/**
 * Statements for a policy of a role or user in the other account: the counterpart of `accounts` in a key policy. Both halves must allow the use.
 *
 * @param keyArn an alias does not do: IAM takes keys only
 */
export function otherAccountStatements({
  keyArn,
  env,
  audience,
  key = keyType({}),
  ...use
}: UseConditions & {
  readonly keyArn: string;
  /** Where the key is. */
  readonly env: AwsEnvironment;
  readonly audience: AudienceName;
  /** @default - a symmetric encryption key */
  readonly key?: PolicyKey;
}): readonly Statement[] {
  const { sid } = audienceTraits(audience);
  return audienceStatements({ env }, key, audience, use).map((statement) => ({
    ...statement,
    sid: statement.sid.replace(sid, `${sid}OfOtherAccount`),
    resources: [keyArn],
  }));
}
