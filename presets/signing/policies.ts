/**
 * Who may do what, as plain data: configuration and ARNs in, statements out. Every use of a key stands twice, in the key policy and in the
 * policy of the role.
 */
import type { Statement } from "../../modules/iam/policies/policy-document";
import type { AwsEnvironment } from "../../modules/iam/policies/principals";
import { administratorStatement, rootStatement, THIS_KEY } from "../../modules/kms/policy/key-policy";

/** What the roles may do with a key of either kind. To look at the key is part of every use: the tool asks for its spec first. */
const USES = {
  signing: {
    signers: ["kms:DescribeKey", "kms:GetPublicKey", "kms:Sign"],
    verifiers: ["kms:DescribeKey", "kms:GetPublicKey", "kms:Verify"],
  },
  mac: {
    signers: ["kms:DescribeKey", "kms:GenerateMac", "kms:VerifyMac"],
    verifiers: ["kms:DescribeKey", "kms:VerifyMac"],
  },
} as const;

export type KeyPurpose = keyof typeof USES;

/** ARNs of those whom the key policies let in. */
export interface Audiences {
  readonly administrators: readonly string[];
  readonly signers: readonly string[];
  readonly verifiers: readonly string[];
}

/** The key policy: root, administrator, signers and verifiers apart. */
export function keyPolicy(
  env: AwsEnvironment,
  purpose: KeyPurpose,
  { administrators, signers, verifiers }: Audiences,
  { fullRoot, reason }: { readonly fullRoot: boolean; readonly reason?: string | undefined },
): readonly Statement[] {
  const uses = USES[purpose];
  return [
    rootStatement(env, { full: fullRoot, ...(reason === undefined ? {} : { reason }) }),
    administratorStatement(administrators),
    { sid: "Signers", principals: { aws: signers }, actions: uses.signers, resources: THIS_KEY },
    { sid: "Verifiers", principals: { aws: verifiers }, actions: uses.verifiers, resources: THIS_KEY },
  ];
}

/** The policy of a role, with a statement for each key. */
export function useStatements(
  audience: "signers" | "verifiers",
  keyArns: Readonly<Partial<Record<KeyPurpose, string>>>,
): readonly Statement[] {
  const sids = { signing: "Signatures", mac: "MessageAuthenticationCodes" } as const;
  return (Object.keys(USES) as KeyPurpose[]).flatMap((purpose) => {
    const keyArn = keyArns[purpose];
    if (keyArn === undefined) return [];
    return [{ sid: sids[purpose], actions: USES[purpose][audience], resources: [keyArn] }];
  });
}
