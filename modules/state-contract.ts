/**
 * The words of encrypted Terraform and OpenTofu states: the policies of the preset `state-key` and `sealstack tofu-key-provider` must agree on them.
 * This file imports only the other contract, so that either half can carry it.
 */
import { CONTEXT_KEY } from "./backup-contract";

/**
 * Keys of the encryption context of a state's data key. It is authenticated but not secret: it stands in CloudTrail. The data keys of a state open as those of no
 * other one.
 */
export const STATE_CONTEXT_KEY = {
  /** Always {@link STATE_PURPOSE}. */
  purpose: CONTEXT_KEY.purpose,
  /** Name of the state: its object key in the bucket. */
  state: "sealstack:state",
} as const;

/** Value of {@link STATE_CONTEXT_KEY.purpose}. */
export const STATE_PURPOSE = "state";

/** What S3's own locking puts behind the object key of a state. Source: Terraform and OpenTofu, "S3 backend", `use_lockfile`. */
export const LOCK_SUFFIX = ".tflock";

/** Object keys of states: a name that needs no quoting in HCL, and no wildcard, because it goes into policies. Source of the length: S3, "Object key names"; 1024 less the lock's suffix. */
export const STATE_NAME = /^[A-Za-z0-9][A-Za-z0-9!_.'()-]*(\/[A-Za-z0-9][A-Za-z0-9!_.'()-]*)*$/;
export const MAX_STATE_NAME = 1024 - LOCK_SUFFIX.length;

/** Output of a stack that keeps states: object-key prefixes that its roles may use. */
export const STATE_OUTPUT = {
  deployerRoleArn: "deployer_role_arn",
  readerRoleArn: "reader_role_arn",
  /** OpenTofu's `encryption` block with `sealstack tofu-key-provider`, for the first state. */
  encryption: "tofu_encryption",
  /** The same with OpenTofu's own `aws_kms`. Absent where the stack does not let it in. */
  encryptionAwsKms: "tofu_encryption_aws_kms",
  /** The S3 backend of Terraform and OpenTofu, for the first state. */
  backend: "s3_backend",
} as const;

/** Name of a state below its prefix, where nobody says another: Terraform's own. */
export const DEFAULT_STATE = "terraform.tfstate";
