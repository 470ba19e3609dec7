/** Requests that somebody else sends: everything of a client but its sending. */
import type { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { buildQueryString, HttpRequest, HttpResponse } from "@smithy/core/protocols";
import { caBundle } from "./http/ca-bundle";
import { S3_LIMITS } from "./http/limits";
import { proxyFor } from "./http/proxy-rules";

type Environment = Readonly<Record<string, string | undefined>>;

/** All that has to be known to send one without a body. */
export interface SignedRequest {
  /** Without the brackets of an IPv6 address. */
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  /** CAs in PEM. @default - those of Node.js */
  readonly ca: readonly string[] | undefined;
  /** Its line, its headers, and an empty line. */
  readonly head: string;
  /** Milliseconds for a connection; then for the head of the reply. */
  readonly connectMs: number;
  readonly headMs: number;
}

/** @returns `undefined` where the way goes through a proxy, or a header cannot be written as it is. @throws what the client fails with before it sends. */
export type RequestSigner = (command: GetObjectCommand) => Promise<SignedRequest | undefined>;

/** Signs requests and does not send them. */
export function requestSigner(client: S3Client, env: Environment = process.env): RequestSigner {
  let trusted: Promise<readonly string[] | undefined> | undefined;
  return async (command) => {
    const request = await signed(client, command);
    const { protocol, hostname, port, method, path, query, headers } = request;
    if (proxyFor({ protocol, hostname, port }, env) !== undefined) return undefined;
    const tls = protocol === "https:";
    const text = buildQueryString(query);
    const lines = Object.entries({ ...headers, connection: "keep-alive" });
    if (!lines.flat().every((part) => /^[\x20-\x7e]*$/.test(part))) return undefined;
    trusted ??= caBundle(env);
    return {
      tls,
      host: hostname.replace(/^\[(.*)\]$/, "$1"),
      port: port ?? (tls ? 443 : 80),
      ca: await trusted,
      head: [
        `${method} ${path}${text === "" ? "" : `?${text}`} HTTP/1.1`,
        ...lines.map(([name, value]) => `${name}: ${value}`),
        "\r\n",
      ].join("\r\n"),
      connectMs: S3_LIMITS.connectMs,
      headMs: S3_LIMITS.wholeMs,
    };
  };
}

/** Runs the client's middleware up to where the request has its signature. */
async function signed(client: S3Client, command: GetObjectCommand): Promise<HttpRequest> {
  let found: unknown;
  const stack = client.middlewareStack.clone();
  stack.add(
    () =>
      async ({ request }) => {
        found = request;
        return { response: new HttpResponse({ statusCode: 200 }), output: { $metadata: {} } };
      },
    { step: "finalizeRequest", priority: "low", name: "takeSignedRequest" },
  );
  await command.resolveMiddleware(stack, client.config, {})(command);
  if (HttpRequest.isInstance(found)) return found;
  throw new Error("the client signed no request");
}
