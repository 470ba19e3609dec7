/** The half of cross-account access that the other account has to have. */

import { keyArn as keyArnForm } from "../../aws-formats";
import { environment } from "../../iam/policies/environment";
import type { Statement } from "../../iam/policies/policy-document";
import type { AwsEnvironment } from "../../iam/policies/principals";
import { optional, type Shape } from "../../shape";
import { assertArguments } from "../../validate";
import { keyType } from "../key-type";
import { type AudienceName, audienceTraits } from "./audiences";
import { audienceStatements, type PolicyKey } from "./build-key-policy";
import type { UseConditions } from "./conditions";
import { audienceName, policyKey, USE } from "./policy-shape";

/** What {@link otherAccountStatements} needs. */
export interface OtherAccountUse extends UseConditions {
  /** ARN of the key; an alias does not do. */
  readonly keyArn: string;
  /** Where the key is. */
  readonly env: AwsEnvironment;
  /** What the account may hand on. */
  readonly audience: AudienceName;
  /** @default - a symmetric encryption key */
  readonly key?: PolicyKey;
}

const PROPS: Shape<OtherAccountUse> = {
  ...USE,
  keyArn: keyArnForm,
  env: environment,
  audience: audienceName,
  key: optional(policyKey),
};

/**
 * Statements for a policy of a role or user in the other account: the counterpart of `accounts` in a key policy. Both halves must allow the use.
 *
 * @param keyArn an alias does not do: IAM takes keys only
 */
export function otherAccountStatements(props: OtherAccountUse): readonly Statement[] {
  assertArguments("otherAccountStatements", props, PROPS);
  const { keyArn, env, audience, key = keyType({}), ...use } = props;
  const { sid } = audienceTraits(audience);
  return audienceStatements({ env }, key, audience, use).map((statement) => ({
    ...statement,
    sid: statement.sid.replace(sid, `${sid}OfOtherAccount`),
    resources: [keyArn],
  }));
}
