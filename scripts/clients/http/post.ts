/** One request to a server that is not AWS's, on the way that requests to AWS take: proxy, CAs and limits. */
import { HttpRequest } from "@smithy/core/protocols";
import { Caller, type CallLimits } from "./caller";
import { OWN_AGENT } from "./own-agent";

/** What such a server answers is not read, but for its status. */
const LIMITS: CallLimits = { connectMs: 5_000, wholeMs: 10_000, maxBytes: 64 * 1024 };

/** @returns the status; a redirect is not followed. */
export async function post(url: URL, type: string, body: string, signal: AbortSignal): Promise<number> {
  const caller = new Caller(LIMITS);
  try {
    const { statusCode } = await caller.call(
      new HttpRequest({
        method: "POST",
        protocol: url.protocol,
        hostname: url.hostname,
        ...(url.port !== "" && { port: Number(url.port) }),
        path: `${url.pathname}${url.search}`,
        headers: {
          host: url.host,
          "user-agent": OWN_AGENT,
          "content-type": type,
          "content-length": String(Buffer.byteLength(body)),
        },
        body,
      }),
      signal,
    );
    return statusCode;
  } finally {
    caller.destroy();
  }
}
