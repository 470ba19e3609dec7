import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { Construct } from "constructs";
import { renderPolicy, type Statement } from "../iam";
import { type Tags, tagsOf } from "../tags";
import { assertValid, outside, type Rule, unlessToken } from "../validate";
import { KEY_SPECS, type KeySpec } from "./key-spec";
import {
  DEFAULT_DELETION_WINDOW_IN_DAYS,
  DEFAULT_ROTATION_PERIOD_IN_DAYS,
  DELETION_WINDOW_IN_DAYS,
  DESCRIPTION_LENGTH,
  ROTATION_PERIOD_IN_DAYS,
} from "./limits";

/** What {@link Key} needs. */
export interface KeyProps {
  /** What the key protects, 1 to 8192 characters. */
  readonly description: string;
  /** The key policy. It is the root of all access: no other policy helps a principal that it does not let in. */
  readonly policy: readonly Statement[];
  /** @default "SYMMETRIC_DEFAULT" */
  readonly keySpec?: KeySpec;
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
   * Days between a request to delete the key and its end, 7 to 30.
   *
   * Until then the request can be cancelled; after it, nothing that the key encrypted can ever be decrypted.
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
  readonly preventDestroy?: boolean;
  /** @default - no tags but the provider's */
  readonly tags?: Tags;
}

const RULES: readonly Rule<KeyProps>[] = [
  ({ description }) =>
    unlessToken(description, ({ length }) =>
      length >= DESCRIPTION_LENGTH.min && length <= DESCRIPTION_LENGTH.max
        ? undefined
        : `description must be ${DESCRIPTION_LENGTH.min} to ${DESCRIPTION_LENGTH.max} characters long, got ${length}`,
    ),
  ({ rotationPeriodInDays }) =>
    outside("rotationPeriodInDays", rotationPeriodInDays, ROTATION_PERIOD_IN_DAYS),
  ({ deletionWindowInDays }) =>
    outside("deletionWindowInDays", deletionWindowInDays, DELETION_WINDOW_IN_DAYS),
];

/**
 * A KMS key that rotates by itself and does not go by accident.
 *
 * @throws {@link ConfigError} when the props or the key policy are invalid.
 */
export class Key extends Construct {
  readonly keyArn: string;
  readonly keyId: string;

  constructor(scope: Construct, id: string, props: KeyProps) {
    super(scope, id);
    assertValid(this.node.path, props, RULES);
    const spec: KeySpec = props.keySpec ?? "SYMMETRIC_DEFAULT";
    const { rotates, usages } = KEY_SPECS[spec];
    const key = new KmsKey(this, "Default", {
      description: props.description,
      customerMasterKeySpec: spec,
      keyUsage: usages[0],
      enableKeyRotation: rotates,
      rotationPeriodInDays: props.rotationPeriodInDays ?? DEFAULT_ROTATION_PERIOD_IN_DAYS,
      deletionWindowInDays: props.deletionWindowInDays ?? DEFAULT_DELETION_WINDOW_IN_DAYS,
      policy: renderPolicy(this, "key", props.policy),
      ...tagsOf(props.tags),
      lifecycle: { preventDestroy: props.preventDestroy ?? true },
    });
    this.keyArn = key.arn;
    this.keyId = key.keyId;
  }
}
