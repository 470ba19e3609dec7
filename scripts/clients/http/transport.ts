/** The ways to a server: directly, or through a proxy, with the CAs that are asked for. What is not needed is not loaded. */
import { Agent, type AgentOptions } from "node:https";
import type { HttpRequest } from "@smithy/core/protocols";
import { NodeHttpHandler, type NodeHttpHandlerOptions } from "@smithy/node-http-handler";
import { caBundle } from "./ca-bundle";
import type { ReplyLimits } from "./limits";
import { proxyFor } from "./proxy-rules";

type Environment = Readonly<Record<string, string | undefined>>;

/** A request, and what sends it. */
export interface Way {
  readonly handler: NodeHttpHandler;
  readonly request: HttpRequest;
}

/** Connections to one server, as the SDK has them. */
const POOL: AgentOptions = { keepAlive: true, maxSockets: 50 };

export class Transport {
  private readonly handlers = new Map<string, NodeHttpHandler>();
  private ca: Promise<readonly string[] | undefined> | undefined;

  constructor(
    private readonly limits: ReplyLimits,
    private readonly env: Environment,
  ) {}

  /**
   * @param patient whether the server may be silent: the connection lives as long as its peer answers the kernel (TCP keep-alive).
   * @throws OperatorError `usage` when the environment names a proxy or CAs that are none.
   */
  async wayOf(request: HttpRequest, patient = false): Promise<Way> {
    this.ca ??= caBundle(this.env);
    const ca = await this.ca;
    const proxy = proxyFor(request, this.env);
    if (proxy === undefined) return { request, handler: this.handler("", patient, () => direct(ca)) };
    if (request.protocol === "https:")
      return { request, handler: this.handler(proxy.href, patient, () => this.tunnel(proxy, ca)) };
    return { request: throughProxy(request, proxy), handler: this.handler("", patient, () => direct(ca)) };
  }

  destroy(): void {
    for (const handler of this.handlers.values()) handler.destroy();
    this.handlers.clear();
  }

  private handler(
    way: string,
    patient: boolean,
    agent: () => Promise<NodeHttpHandlerOptions>,
  ): NodeHttpHandler {
    const { connectMs: connectionTimeout, idleMs } = this.limits;
    const socketTimeout = patient ? 0 : idleMs;
    const name = `${patient} ${way}`;
    const known = this.handlers.get(name);
    const handler =
      known ?? new NodeHttpHandler(async () => ({ connectionTimeout, socketTimeout, ...(await agent()) }));
    this.handlers.set(name, handler);
    return handler;
  }

  /** CONNECT, and TLS with the server inside. */
  private async tunnel(proxy: URL, ca: readonly string[] | undefined): Promise<NodeHttpHandlerOptions> {
    const { HttpsProxyAgent } = await import("hpagent");
    const trust = ca === undefined ? {} : { ca: [...ca] };
    const timeout = this.limits.connectMs; // of the proxy's own answer
    return {
      httpsAgent: new HttpsProxyAgent({ ...POOL, ...trust, timeout, proxy, proxyRequestOptions: trust }),
    };
  }
}

/** An agent of our own only where it has to be: for each upload that waits for `100 Continue`, the SDK makes one without what it was given. */
async function direct(ca: readonly string[] | undefined): Promise<NodeHttpHandlerOptions> {
  return ca === undefined ? {} : { httpsAgent: new Agent({ ...POOL, ca: [...ca] }) };
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
