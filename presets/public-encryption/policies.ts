/**
 * Who may do what, as plain data: configuration and ARNs in, statements out. Every use of the key stands twice, in the key policy and in the
 * policy of the role. Nobody encrypts through KMS: that is what the public key is for.
 */
import type { Statement } from "../../modules/iam/policies/policy-document";
import type { AwsEnvironment } from "../../modules/iam/policies/principals";
import { administratorStatement, rootStatement, THIS_KEY } from "../../modules/kms/policy/key-policy";

/** To look at the key, and to hand out its public half: the tool asks for both. */
const LOOKS = ["kms:DescribeKey", "kms:GetPublicKey"] as const;

/** ARNs of those whom the key policy lets in. */
export interface Audiences {
  readonly administrators: readonly string[];
  readonly openers: readonly string[];
}

/** The key policy: root, administrators and openers apart. @param algorithms paddings that the key opens */
export function keyPolicy(
  env: AwsEnvironment,
  { administrators, openers }: Audiences,
  algorithms: readonly string[],
  { fullRoot, reason }: { readonly fullRoot: boolean; readonly reason?: string | undefined },
): readonly Statement[] {
  const to = { principals: { aws: openers }, resources: THIS_KEY };
  return [
    rootStatement(env, { full: fullRoot, ...(reason === undefined ? {} : { reason }) }),
    administratorStatement(administrators),
    { sid: "OpenersLook", actions: LOOKS, ...to },
    { sid: "Openers", actions: ["kms:Decrypt"], ...to, conditions: withAlgorithms(algorithms) },
  ];
}

/** The policy of the opener. */
export function openStatements(keyArn: string, algorithms: readonly string[]): readonly Statement[] {
  return [
    { sid: "Look", actions: LOOKS, resources: [keyArn] },
    { sid: "Open", actions: ["kms:Decrypt"], resources: [keyArn], conditions: withAlgorithms(algorithms) },
  ];
}

/** Source: KMS Developer Guide, "kms:EncryptionAlgorithm". */
function withAlgorithms(algorithms: readonly string[]) {
  return { StringEquals: { "kms:EncryptionAlgorithm": algorithms } };
}
