/**
 * Ends the requests that the SDK makes by itself, past the clients' handlers: to the instance's metadata and to a container's credentials.
 * It bounds neither how long they take nor how much they read.
 */
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { ClientRequest, IncomingMessage } from "node:http";
import { OWN_AGENT } from "./own-agent";

/** Milliseconds for one such request; both services are on this host. */
const WHOLE_MS = 2_000;

/** Bytes of a reply: credentials have some 2 KiB. */
const MAX_BYTES = 256 * 1024;

/** Stands in every request of the SDK's clients, whose handlers have limits of their own. */
const CLIENT_HEADER = "amz-sdk-invocation-id";

let lookups = 0;

/** Runs `work`, which may ask for credentials, and bounds what it asks for: until it ends, for it is the whole process that is watched. */
export async function endingForeignReplies<T>(work: () => Promise<T>): Promise<T> {
  if (lookups++ === 0) subscribe("http.client.request.start", bound);
  try {
    return await work();
  } finally {
    if (--lookups === 0) unsubscribe("http.client.request.start", bound);
  }
}

function bound(message: unknown): void {
  const { request } = message as { readonly request: ClientRequest };
  if (!isForeign(request)) return;
  const timer = setTimeout(
    () => request.destroy(new Error(`no whole reply within ${WHOLE_MS} ms`)),
    WHOLE_MS,
  );
  request.once("close", () => clearTimeout(timer));
  // Before who asked hears of it.
  request.prependOnceListener("response", (response) => endAfter(MAX_BYTES, request, response));
}

/** A tunnel through a proxy is no request of its own. */
const isForeign = (request: ClientRequest): boolean =>
  request.method !== "CONNECT" &&
  !request.hasHeader(CLIENT_HEADER) &&
  request.getHeader("user-agent") !== OWN_AGENT;

/** Counts what comes in: a listener for data would let it flow before who asked is there. */
function endAfter(bytes: number, request: ClientRequest, response: IncomingMessage): void {
  const { push } = response;
  let length = 0;
  response.push = (chunk: Buffer | null, encoding): boolean => {
    length += chunk?.length ?? 0;
    if (length <= bytes) return push.call(response, chunk, encoding);
    request.destroy(new Error(`the reply has more than ${bytes} bytes`));
    return false;
  };
}
