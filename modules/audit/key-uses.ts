/** What the policy of the key that encrypts an audit trail, its logs and its alerts has to allow. */

import { environment } from "../iam/policies/environment";
import type { Statement } from "../iam/policies/policy-document";
import type { AwsEnvironment } from "../iam/policies/principals";
import type { KeyPolicyProps } from "../kms/policy/key-policy-props";
import { optional, type Shape, text } from "../shape";
import { assertArguments } from "../validate";
import { eventsKeyStatement } from "./events-role";
import { logGroupArn, trailArn } from "./names";

/** What the key encrypts, by name: the key comes before all of it. */
export interface AuditKeyUses {
  readonly env: AwsEnvironment;
  /** Trail whose log files and digests are encrypted. @default - none */
  readonly trailName?: string;
  /** Log group. @default - none */
  readonly logGroupName?: string;
  /** Topic to which alarms publish, and event rules through the role of `AlertTopic`. @default - none */
  readonly topicName?: string;
  /** Path of that role, as of `AlertTopic`. @default "/" */
  readonly rolePath?: string;
}

const AUDIT_KEY_USES: Shape<AuditKeyUses> = {
  env: environment,
  trailName: optional(text),
  logGroupName: optional(text),
  topicName: optional(text),
  rolePath: optional(text),
};

/**
 * For the policy of a key: `new Key(scope, "audit-key", { …, policy: { env, administrators, ...auditKeyUses({ env, trailName: "audit" }) } })`.
 * Each service may use the key for what is named and nothing else. Statements of your own go into `extra` beside these.
 *
 * Who reads the logs needs `kms:Decrypt` besides: name them in `decryptOnly`.
 */
export function auditKeyUses(uses: AuditKeyUses): {
  readonly services: NonNullable<KeyPolicyProps["services"]>;
  readonly extra: readonly Statement[];
} {
  assertArguments("auditKeyUses", uses, AUDIT_KEY_USES);
  const { env, trailName, logGroupName, topicName, rolePath } = uses;
  return {
    services: [
      ...(trailName === undefined
        ? []
        : [{ service: "cloudTrail", sourceArns: [trailArn(env, trailName)] } as const]),
      ...(logGroupName === undefined
        ? []
        : [{ service: "cloudWatchLogs", sourceArns: [logGroupArn(env, logGroupName)] } as const]),
      ...(topicName === undefined ? [] : [{ service: "cloudWatchAlarms" } as const]),
    ],
    extra: topicName === undefined ? [] : [eventsKeyStatement(env, topicName, rolePath)],
  };
}
