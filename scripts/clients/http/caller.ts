/**
 * Small requests that are made all the time, and small replies: sent as one piece, given as one piece, with an end to each. On Node.js's client itself:
 * the SDK's sender, which can do more, takes half as much processor time again.
 */
import { type Agent, Agent as PlainAgent, request as plainRequest } from "node:http";
import { Agent as TlsAgent, request as tlsRequest } from "node:https";
import { type HttpRequest, HttpResponse } from "@smithy/core/protocols";
import { BadReplyError } from "../replies/bad-reply";
import type { ReplyLimits } from "./limits";
import { orProxyError } from "./proxy-error";
import { POOL, Routes, tunnelAgent } from "./routes";

export type CallLimits = Pick<ReplyLimits, "connectMs" | "wholeMs" | "maxBytes">;

/** What ended because the other side was gone; the SDK's sender has the same list, and its name for them is tried again. */
const GONE: ReadonlySet<unknown> = new Set(["ECONNRESET", "EPIPE", "ETIMEDOUT"]);

export class Caller {
  private readonly agents = new Map<string, Promise<Agent>>();
  private readonly routes: Routes;

  constructor(
    private readonly limits: CallLimits,
    env: Readonly<Record<string, string | undefined>> = process.env,
  ) {
    this.routes = new Routes(env);
  }

  /**
   * @param unrouted with a body that is text, its query, if any, in the path, and all of its headers, `host` and `content-length` too
   * @throws Error `TimeoutError` when time is up or the connection is gone, `AbortError` for the signal, BadReplyError for a reply that is too long, OperatorError
   *   `usage` where the environment names a proxy or CAs that are none.
   */
  async call(unrouted: HttpRequest, signal?: AbortSignal): Promise<HttpResponse> {
    const { request, tunnel } = this.routes.routeOf(unrouted);
    const agent = await this.agent(request.protocol, tunnel);
    return await new Promise((resolve, reject) => {
      exchange({ request, agent, limits: this.limits, signal, resolve, reject });
    });
  }

  destroy(): void {
    for (const agent of this.agents.values())
      agent.then(
        (made) => made.destroy(),
        () => {}, // whoever called was told
      );
    this.agents.clear();
  }

  private agent(protocol: string, tunnel: URL | undefined): Promise<Agent> {
    const way = tunnel?.href ?? protocol;
    let agent = this.agents.get(way);
    if (agent === undefined) {
      agent = this.newAgent(protocol, tunnel);
      this.agents.set(way, agent);
      agent.catch(() => this.agents.delete(way));
    }
    return agent;
  }

  private async newAgent(protocol: string, tunnel: URL | undefined): Promise<Agent> {
    const trust = await this.routes.trust();
    if (tunnel !== undefined) return await tunnelAgent(tunnel, trust, this.limits.connectMs);
    return protocol === "https:" ? new TlsAgent({ ...POOL, ...trust }) : new PlainAgent(POOL);
  }
}

interface Exchange {
  readonly request: HttpRequest;
  readonly agent: Agent;
  readonly limits: CallLimits;
  readonly signal: AbortSignal | undefined;
  readonly resolve: (response: HttpResponse) => void;
  readonly reject: (error: unknown) => void;
}

function exchange({ request, agent, limits, signal, resolve, reject }: Exchange): void {
  const { connectMs, wholeMs, maxBytes } = limits;
  if (signal?.aborted === true) {
    reject(given(signal));
    return;
  }
  const { protocol, hostname: host, port, method, path, headers, body } = request;
  const send = protocol === "https:" ? tlsRequest : plainRequest;
  const outgoing = send({
    host: host.replace(/^\[(.*)\]$/, "$1"),
    port,
    method,
    path,
    // Pairs in a row are written as they are; of an object, Node.js makes another one first.
    headers: Object.entries(headers).flat(),
    agent,
  });
  let connecting: NodeJS.Timeout | undefined;
  const over = (): void => {
    clearTimeout(connecting);
    clearTimeout(whole);
    signal?.removeEventListener("abort", abort);
  };
  const fail = (error: unknown): void => {
    over();
    reject(orProxyError(error));
    outgoing.destroy();
  };
  const abort = (): void => fail(given(signal));
  const whole = setTimeout(() => fail(late(`no whole reply within ${wholeMs} ms`)), wholeMs);
  signal?.addEventListener("abort", abort, { once: true });
  if (!outgoing.reusedSocket) {
    connecting = setTimeout(() => fail(late(`no connection within ${connectMs} ms`)), connectMs);
    outgoing.once("socket", (socket) => {
      if (socket.connecting) socket.once("connect", () => clearTimeout(connecting));
      else clearTimeout(connecting);
    });
  }
  outgoing.on("error", (error: NodeJS.ErrnoException) =>
    fail(GONE.has(error.code) ? Object.assign(error, { name: "TimeoutError" }) : error),
  );
  outgoing.on("response", (incoming) => {
    const chunks: Buffer[] = [];
    let length = 0;
    incoming.on("data", (chunk: Buffer) => {
      length += chunk.length;
      if (length > maxBytes) fail(new BadReplyError(`the reply has more than ${maxBytes} bytes`));
      else chunks.push(chunk);
    });
    incoming.on("error", fail);
    incoming.on("end", () => {
      over();
      const { statusCode = -1 } = incoming;
      const [first] = chunks;
      const all = chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks, length);
      resolve(new HttpResponse({ statusCode, headers: joined(incoming.headers), body: all }));
    });
  });
  outgoing.end(body);
}

const late = (message: string): Error => Object.assign(new Error(message), { name: "TimeoutError" });

/** As the SDK's sender says that whoever asked gave up. */
const given = (signal: AbortSignal | undefined): Error =>
  Object.assign(new Error("Request aborted", { cause: signal?.reason }), { name: "AbortError" });

/** With several headers of one name in one. */
function joined(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const all: Record<string, string> = {};
  for (const [name, value = ""] of Object.entries(headers))
    all[name] = typeof value === "string" ? value : value.join(",");
  return all;
}
