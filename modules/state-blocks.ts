/** Blocks of HCL for those who keep a state under a key. Pure: values may be tokens, which the stack's outputs are made of. */
import { DEFAULT_STATE } from "./state-contract";

/** OpenTofu's key providers that a block can be for. */
export const KEY_PROVIDERS = ["external", "aws_kms"] as const;
export type KeyProvider = (typeof KEY_PROVIDERS)[number];

/** What the blocks are about. */
export interface StatePlace {
  readonly keyArn: string;
  /** Of the key, and of the bucket. */
  readonly region: string;
  /** Regions with a replica of the key, that are asked where the first one does not answer. */
  readonly fallbackRegions: readonly string[];
  /** Object key of the state. */
  readonly state: string;
}

/** What OpenTofu encrypts states and plans with. Keys are 32 bytes, with which `aes_gcm` is AES-256. */
export function encryptionBlock(provider: KeyProvider, place: StatePlace): string {
  return `terraform {
  encryption {
    key_provider "${provider}" "state" {
${provider === "external" ? externalProvider(place) : awsKmsProvider(place)}
    }
    method "aes_gcm" "state" {
      keys = key_provider.${provider}.state
    }
    state {
      method   = method.aes_gcm.state
      enforced = true
    }
    plan {
      method   = method.aes_gcm.state
      enforced = true
    }
  }
}
`;
}

/** Everything is public: OpenTofu hands over arguments as they are, and other users of the host can read them. */
function externalProvider({ keyArn, fallbackRegions, state }: StatePlace): string {
  const fallback = fallbackRegions.flatMap((region) => [`"--fallback-region", "${region}"`]);
  const words = [`"--key", "${keyArn}"`, ...fallback, `"--state", "${state}"`];
  return `      command = [
        "sealstack", "tofu-key-provider",
${words.map((line) => `        ${line},`).join("\n")}
      ]`;
}

/** It sends no encryption context, and knows one region. */
function awsKmsProvider({ keyArn, region }: StatePlace): string {
  return `      kms_key_id = "${keyArn}"
      region     = "${region}"
      key_spec   = "AES_256"`;
}

/** Where Terraform and OpenTofu keep the state; locked by an object beside it, without DynamoDB. */
export function backendBlock({
  keyArn,
  region,
  bucket,
  state,
}: StatePlace & { readonly bucket: string }): string {
  const folder = state.slice(0, state.lastIndexOf("/") + 1);
  return `terraform {
  backend "s3" {
    bucket               = "${bucket}"
    key                  = "${state}"
    workspace_key_prefix = "${folder}env:"
    region               = "${region}"
    encrypt              = true
    kms_key_id           = "${keyArn}"
    use_lockfile         = true
  }
}
`;
}

/** The state of a prefix, where nobody says another. */
export const stateIn = (prefix: string): string => `${prefix}${DEFAULT_STATE}`;
