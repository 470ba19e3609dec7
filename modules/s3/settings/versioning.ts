/** Whether every version of an object is kept, as plain data. */
import type { Off } from "../../relaxations";

/** How a bucket keeps versions. */
export interface VersioningProps {
  /**
   * Whether a new object of the same key leaves the old one in place, and a deletion only hides it. Replication and object lock need it. Once on, it
   * can only be suspended: versions that are there stay.
   *
   * @default true
   */
  readonly versioning?: true | Off;
  /**
   * Says that the root user has asked for a second factor whenever a version is deleted or versioning changes. Terraform cannot do that and must not
   * undo it. It is a manual step, with access keys of the root user and the code of his device: `aws s3api put-bucket-versioning --bucket NAME
   * --versioning-configuration Status=Enabled,MFADelete=Enabled --mfa "SERIAL CODE"`.
   *
   * S3 takes no lifecycle rules then, since nobody could give them a second factor.
   *
   * @default false
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/MultiFactorAuthenticationDelete.html
   */
  readonly mfaDelete?: boolean;
}

/** Whether versions are kept. */
export function isVersioned({ versioning = true }: VersioningProps): boolean {
  return versioning === true;
}

/** What the provider gets. With MFA delete, that part of the setting is the root user's, and Terraform leaves it alone. */
export function versioningAttributes(props: VersioningProps) {
  return {
    versioningConfiguration: { status: isVersioned(props) ? "Enabled" : "Suspended" },
    ...(props.mfaDelete === true
      ? { lifecycle: { ignoreChanges: ["mfa", "versioning_configuration[0].mfa_delete"] } }
      : {}),
  };
}

/** What is wrong with versioning beside the other settings of a bucket. */
export function versioningProblems(
  props: VersioningProps,
  others: { readonly hasLifecycle: boolean; readonly hasLock: boolean },
): readonly string[] {
  const problems: string[] = [];
  if (!isVersioned(props) && others.hasLock) problems.push("objectLock needs versioning, which is off");
  if (!isVersioned(props) && props.mfaDelete === true)
    problems.push("mfaDelete needs versioning, which is off");
  if (props.mfaDelete === true && others.hasLifecycle)
    problems.push(
      "mfaDelete must not stand beside lifecycle rules or retentions: S3 takes no lifecycle configuration with it",
    );
  return problems;
}
