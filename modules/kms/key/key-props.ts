/** What the constructs of keys need. */
import type { Statement } from "../../iam/policies/policy-document";
import type { AwsEnvironment } from "../../iam/policies/principals";
import type { Off, On } from "../../relaxations";
import type { Tags } from "../../tags";
import type { KeyOrigin } from "../key-origin";
import type { KeySpec, KeyUsage } from "../key-spec";
import type { KeyTypeProps } from "../key-type";
import type { KeyPolicyProps } from "../policy/key-policy-props";

/** What keys and replicas have in common. */
export interface KeyCommonProps {
  /**
   * Days between a request to delete the key and its end, 7 to 30.
   *
   * Until then the request can be cancelled; after it, nothing that the key encrypted can ever be decrypted. The key policy refuses a shorter time to
   * everybody, because this attribute binds Terraform only.
   *
   * @default 30
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_ScheduleKeyDeletion.html
   */
  readonly deletionWindowInDays?: number;
  /**
   * Whether Terraform refuses any plan that would delete the key.
   *
   * @default true
   */
  readonly preventDestroy?: true | Off;
  /**
   * Whether the key can be used. Of a key that still waits for its material, KMS knows no other state than disabled.
   *
   * @default true
   */
  readonly enabled?: boolean;
  /**
   * Why the key policy may leave nobody who can change it. Without it that is an error.
   *
   * @default - somebody must keep `kms:PutKeyPolicy`
   */
  readonly acknowledgeLockoutRisk?: string;
  /**
   * Makes KMS take a key policy that the caller of the deployment could not change afterwards. What is checked at synthesis is checked
   * all the same.
   *
   * @default - KMS refuses such a policy
   * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html#prevent-unmanageable-key
   */
  readonly bypassPolicyLockoutSafetyCheck?: On;
  /** Tags by name. @default - no tags but the provider's */
  readonly tags?: Tags;
}

/** What `Key` needs. */
export interface KeyProps extends KeyCommonProps, KeyTypeProps {
  /** What the key protects, 1 to 8192 characters. */
  readonly description: string;
  /**
   * The key policy, by audience or as statements. It is the root of all access: no other policy helps a principal that it does not let in.
   */
  readonly policy: readonly Statement[] | KeyPolicyProps;
  /**
   * What kind of key: `SYMMETRIC_DEFAULT`, `RSA_2048`, `ECC_NIST_P256`, `HMAC_256`, `ML_DSA_65` and others, see `KEY_SPECS`. A change makes a new key.
   *
   * @default "SYMMETRIC_DEFAULT"
   */
  readonly keySpec?: KeySpec;
  /**
   * What the key is made for; a change makes a new key.
   *
   * @default - the only usage that the spec has; for RSA, NIST curves and SM2 it has to be given
   */
  readonly keyUsage?: KeyUsage;
  /**
   * Where the material comes from.
   *
   * With `EXTERNAL`, the key waits for its material, which is imported after the deployment and so never in the Terraform state. A change from or to `EXTERNAL`
   * is another resource: Terraform schedules the old key for deletion, and `preventDestroy` does not stop it, as it goes with the old resource.
   *
   * @default "AWS_KMS"
   */
  readonly origin?: KeyOrigin;
  /** Id of the custom key store, such as `cks-1234567890abcdef0`; with the origins `AWS_CLOUDHSM` and `EXTERNAL_KEY_STORE` only. A change makes a new key. */
  readonly customKeyStoreId?: string;
  /** Id that the proxy of the external key store has for the key; with the origin `EXTERNAL_KEY_STORE` only. A change makes a new key. */
  readonly xksKeyId?: string;
  /**
   * Whether the key can have replicas in other regions. A change makes a new key; see `MultiRegionKey` for key and replicas in one.
   *
   * @default false
   */
  readonly multiRegion?: boolean;
  /**
   * Whether KMS replaces the material by itself. Not to be given where KMS cannot: asymmetric and HMAC keys, imported material, custom key stores.
   *
   * @default true where KMS can
   */
  readonly rotation?: true | Off;
  /**
   * Days between automatic rotations, 90 to 2560.
   *
   * Older key material is kept, so data encrypted before a rotation still decrypts.
   *
   * @default 365
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_EnableKeyRotation.html
   */
  readonly rotationPeriodInDays?: number;
  /**
   * Names for the key, each with `alias/`.
   *
   * @default - none
   */
  readonly aliases?: readonly string[];
  /**
   * Region of the key. A change makes a new key.
   *
   * @default - the provider's
   */
  readonly region?: string;
  /**
   * Where the key is; needed for grants with conditions on services or aliases.
   *
   * @default - that of `policy`, where it is given by audience
   */
  readonly env?: AwsEnvironment;
}
