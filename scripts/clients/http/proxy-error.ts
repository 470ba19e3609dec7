/** A proxy that opened no tunnel. The tables of failures know it by its name. */
export class ProxyError extends Error {
  override readonly name: "ProxyError" | "ProxyAuthenticationError";
  /** For messages. */
  readonly code: string;
  /** By which the SDK tells what passes. */
  readonly $metadata: { readonly httpStatusCode: number } | undefined;

  constructor(status: number) {
    super(`the proxy answered with status ${status}`);
    this.name = status === 407 ? "ProxyAuthenticationError" : "ProxyError";
    this.code = `HTTP ${status}`;
    this.$metadata = status >= 500 ? { httpStatusCode: status } : undefined;
  }
}

/** hpagent tells the status in its message only. */
export function orProxyError(error: unknown): unknown {
  const status = /^Bad response: (\d{3})$/.exec(error instanceof Error ? error.message : "")?.[1];
  return status === undefined ? error : new ProxyError(Number(status));
}
