/** Who may do what, as plain data: configuration and ARNs in, statements out. What writers and readers may do is granted by the buckets. */
import type { Statement } from "../../../modules/iam/policies/policy-document";
import type { AwsEnvironment } from "../../../modules/iam/policies/principals";
import { ALIAS_ACTIONS, KEY_MANAGEMENT_ACTIONS } from "../../../modules/kms/actions";
import { BUCKET_MANAGEMENT_ACTIONS } from "../../../modules/s3/policy/actions";
import { aliasArn } from "../policies/manage-keys";

/** A bucket and its key. */
export interface ManagedPlace {
  /** Account and region of both. */
  readonly env: AwsEnvironment;
  readonly keyArn: string;
  readonly bucketArn: string;
}

/**
 * Manages keys and aliases, and looks at the buckets. Neither uses a key nor reads objects, nor can it make them disappear but through the key.
 *
 * @param alias of each key, with `alias/`
 */
export function administratorStatements(
  alias: string,
  places: readonly ManagedPlace[],
): readonly Statement[] {
  return [
    {
      sid: "ManageKey",
      actions: KEY_MANAGEMENT_ACTIONS,
      resources: places.map(({ keyArn }) => keyArn),
    },
    {
      sid: "ManageAlias",
      actions: ALIAS_ACTIONS,
      resources: places.map(({ env }) => aliasArn(env, alias)),
    },
    {
      sid: "ManageBucket",
      actions: BUCKET_MANAGEMENT_ACTIONS,
      resources: places.map(({ bucketArn }) => bucketArn),
    },
  ];
}
