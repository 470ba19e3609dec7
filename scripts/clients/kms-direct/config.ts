/** What the SDK's KMS client would read from its settings, the environment and the profile, read by the SDK's own readers. */
import { version as clientVersion } from "@aws-sdk/client-kms/package.json";
import {
  createDefaultUserAgentProvider,
  NODE_APP_ID_CONFIG_OPTIONS,
  resolveUserAgentConfig,
} from "@aws-sdk/core/client";
import { resolveAwsSdkSigV4Config } from "@aws-sdk/core/httpAuthSchemes";
import {
  loadConfig,
  NODE_REGION_CONFIG_FILE_OPTIONS,
  NODE_REGION_CONFIG_OPTIONS,
  NODE_USE_DUALSTACK_ENDPOINT_CONFIG_OPTIONS,
  NODE_USE_FIPS_ENDPOINT_CONFIG_OPTIONS,
  resolveRegionConfig,
} from "@smithy/core/config";
import { NODE_RETRY_MODE_CONFIG_OPTIONS, resolveRetryConfig } from "@smithy/core/retry";
import { Hash } from "@smithy/core/serde";
import type { AwsCredentialIdentityProvider } from "@smithy/types";
import type { ReplyLimits } from "../http/limits";
import { clientConfig } from "../services/client-config";
import type { ClientSettings } from "../settings/settings";

const SERVICE = "KMS";

/** Where an answer of the profile is looked for. */
const OF_PROFILE = {} as const;

/** @param maxAttempts tries of one request, with the SDK's exponential back-off. */
export function directConfig(settings: ClientSettings, limits: ReplyLimits, maxAttempts: number) {
  const { region, endpoint, ...shared } = clientConfig(settings, limits, maxAttempts);
  const defaultUserAgentProvider = createDefaultUserAgentProvider({ serviceId: SERVICE, clientVersion });
  const known = {
    ...shared,
    endpoint,
    runtime: "node",
    serviceId: SERVICE,
    defaultSigningName: "kms",
    sha256: Hash.bind(null, "sha256"),
    region: region ?? loadConfig(NODE_REGION_CONFIG_OPTIONS, NODE_REGION_CONFIG_FILE_OPTIONS),
    useFipsEndpoint: loadConfig(NODE_USE_FIPS_ENDPOINT_CONFIG_OPTIONS, OF_PROFILE),
    useDualstackEndpoint: loadConfig(NODE_USE_DUALSTACK_ENDPOINT_CONFIG_OPTIONS, OF_PROFILE),
    retryMode: loadConfig(NODE_RETRY_MODE_CONFIG_OPTIONS, OF_PROFILE),
    userAgentAppId: loadConfig(NODE_APP_ID_CONFIG_OPTIONS, OF_PROFILE),
    defaultUserAgentProvider,
  };
  const config = resolveAwsSdkSigV4Config(
    resolveRegionConfig(resolveRetryConfig(resolveUserAgentConfig(known))),
  );
  // The chain is asked once for as long as its answer holds, and not twice a request.
  const chain: AwsCredentialIdentityProvider = config.credentials;
  Object.assign(config, { credentials: (about?: Record<string, unknown>) => chain(about) });
  Object.assign(config, { signer: once(config.signer) }); // else it is made anew for every request
  return config;
}

/** Remembers what was made; a failure is none. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return async () => {
    made ??= make();
    try {
      return await made;
    } catch (error) {
      made = undefined;
      throw error;
    }
  };
}

export type DirectConfig = ReturnType<typeof directConfig>;
