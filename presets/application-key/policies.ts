/** Who may do what, as plain data: configuration and ARNs in, statements out. */
import type { Statement } from "../../modules/iam/policies/policy-document";
import type { AwsEnvironment } from "../../modules/iam/policies/principals";
import type { KeyPolicyProps, RootAccess } from "../../modules/kms/policy/key-policy-props";
import { accessStatements } from "../../modules/s3/policy/grants";

/** ARNs of those whom the key policy lets in. */
export interface Audiences {
  readonly administrators: readonly string[];
  readonly users: readonly string[];
}

/** The four statements of the KMS console: root, administrators, users, attachment of persistent resources. */
export function keyPolicy(
  env: AwsEnvironment,
  root: RootAccess,
  { administrators, users }: Audiences,
): KeyPolicyProps {
  return { env, root, administrators, users, grantUsers: users };
}

/** Reads and writes objects. The key policy names the user, so that its own policy need not speak of the key. */
export function userStatements(bucketArn: string): readonly Statement[] {
  return (["readOnly", "writeOnly"] as const).flatMap((access) => accessStatements(bucketArn, access, [""]));
}
