/** Where a request goes: to its server, or to a proxy, with the CAs that are asked for. */
import type { AgentOptions } from "node:https";
import type { HttpRequest } from "@smithy/core/protocols";
import { caBundle } from "./ca-bundle";
import { proxyFor } from "./proxy-rules";

type Environment = Readonly<Record<string, string | undefined>>;

export interface Route {
  /** As it is sent. */
  readonly request: HttpRequest;
  /** Of a tunnel (CONNECT), with TLS with the server inside. */
  readonly tunnel: URL | undefined;
}

/** Connections to one server, as the SDK has them. */
export const POOL: AgentOptions = { keepAlive: true, maxSockets: 50 };

export class Routes {
  private ca: Promise<readonly string[] | undefined> | undefined;

  constructor(private readonly env: Environment) {}

  /** What is trusted; `{}` for the CAs of Node.js. @throws OperatorError `usage` where the environment names CAs that are none. */
  async trust(): Promise<{ readonly ca?: string[] }> {
    this.ca ??= caBundle(this.env).catch((error) => {
      this.ca = undefined; // the file may be there the next time: a server lives long
      throw error;
    });
    const ca = await this.ca;
    return ca === undefined ? {} : { ca: [...ca] };
  }

  /** @throws OperatorError `usage` where the environment names a proxy that is none. */
  routeOf(request: HttpRequest): Route {
    const proxy = proxyFor(request, this.env);
    if (proxy === undefined) return { request, tunnel: undefined };
    return request.protocol === "https:"
      ? { request, tunnel: proxy }
      : { request: throughProxy(request, proxy), tunnel: undefined };
  }
}

/**
 * The agent of a tunnel.
 * @param connectMs milliseconds for the proxy's own answer
 */
export async function tunnelAgent(proxy: URL, trust: { readonly ca?: string[] }, connectMs: number) {
  const { HttpsProxyAgent } = await import("hpagent"); // what is not needed is not loaded
  return new HttpsProxyAgent({ ...POOL, ...trust, timeout: connectMs, proxy, proxyRequestOptions: trust });
}

/** A request without TLS is sent to the proxy itself, and names its server. Source: RFC 9112, "absolute-form". */
function throughProxy(request: HttpRequest, proxy: URL): HttpRequest {
  const { hostname, port, path, protocol, headers } = request;
  const through = request.clone() as HttpRequest;
  through.path = `${protocol}//${hostname}${port === undefined ? "" : `:${port}`}${path}`;
  through.protocol = proxy.protocol;
  through.hostname = proxy.hostname;
  through.port = Number(proxy.port) || (proxy.protocol === "https:" ? 443 : 80);
  if (proxy.username !== "" || proxy.password !== "") {
    const pair = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
    through.headers = { ...headers, "proxy-authorization": `Basic ${Buffer.from(pair).toString("base64")}` };
  }
  return through;
}
