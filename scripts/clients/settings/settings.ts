/** What every AWS client is made with. */

export interface ClientSettings {
  /** AWS region; the SDK's own chain (AWS_REGION, profile) decides when absent. */
  readonly region?: string | undefined;
  /** Replaces the service's public endpoint: an emulator, or a VPC endpoint. */
  readonly endpoint?: string | undefined;
  /**
   * ARN of a role that is assumed with the credentials that are found.
   * @default - they are used themselves
   */
  readonly roleArn?: string | undefined;
  /** Aborts every request. */
  readonly signal?: AbortSignal | undefined;
}

/** Options of one request of a client with these settings. */
export const requestOptions = ({ signal }: ClientSettings): { readonly abortSignal?: AbortSignal } =>
  signal === undefined ? {} : { abortSignal: signal };

const silent = (): void => {};

/** stderr is ours to write: some of the SDK's middleware falls back to `console` unless it is given a logger. */
export const SILENT_LOGGER = {
  trace: silent,
  debug: silent,
  info: silent,
  warn: silent,
  error: silent,
} as const;
