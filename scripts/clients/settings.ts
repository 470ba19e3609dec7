/** What every AWS client is made with. */

export interface ClientSettings {
  /** AWS region; the SDK's own chain (AWS_REGION, profile) decides when absent. */
  readonly region?: string | undefined;
  /** Replaces the service's public endpoint: an emulator, or a VPC endpoint. */
  readonly endpoint?: string | undefined;
}

/**
 * Three tries with the SDK's exponential back-off, and time-outs that notice a dead peer: the SDK's own default
 * waits for ever.
 */
export const CLIENT_DEFAULTS = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 5_000, requestTimeout: 60_000, throwOnRequestTimeout: true },
} as const;
