/** The SDK's senders, one for each way to a server. What is not needed is not loaded. */
import { Agent } from "node:https";
import type { HttpRequest } from "@smithy/core/protocols";
import { NodeHttpHandler, type NodeHttpHandlerOptions } from "@smithy/node-http-handler";
import type { ReplyLimits } from "./limits";
import { POOL, Routes, tunnelAgent } from "./routes";

type Environment = Readonly<Record<string, string | undefined>>;

/** A request, and what sends it. */
export interface Way {
  readonly handler: NodeHttpHandler;
  readonly request: HttpRequest;
}

type Trust = Awaited<ReturnType<Routes["trust"]>>;

export class Transport {
  private readonly handlers = new Map<string, NodeHttpHandler>();
  private readonly routes: Routes;

  constructor(
    private readonly limits: ReplyLimits,
    env: Environment,
  ) {
    this.routes = new Routes(env);
  }

  /**
   * @param patient whether the server may be silent: the connection lives as long as its peer answers the kernel (TCP keep-alive).
   * @throws OperatorError `usage` when the environment names a proxy or CAs that are none.
   */
  async wayOf(unrouted: HttpRequest, patient = false): Promise<Way> {
    const trust = await this.routes.trust();
    const { request, tunnel } = this.routes.routeOf(unrouted);
    if (tunnel === undefined) return { request, handler: this.handler("", patient, () => direct(trust)) };
    const through = async () => ({ httpsAgent: await tunnelAgent(tunnel, trust, this.limits.connectMs) });
    return { request, handler: this.handler(tunnel.href, patient, through) };
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
}

/** An agent of our own only where it has to be: for each upload that waits for `100 Continue`, the SDK makes one without what it was given. */
async function direct(trust: Trust): Promise<NodeHttpHandlerOptions> {
  return trust.ca === undefined ? {} : { httpsAgent: new Agent({ ...POOL, ...trust }) };
}
