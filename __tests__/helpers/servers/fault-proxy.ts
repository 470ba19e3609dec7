/** Stands before the emulator and lets chosen requests fail, as a network or a busy service would. */
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A request as the proxy sees it. */
export interface Seen {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
}

/**
 * - `pass`: to the emulator and back.
 * - `503`: answered at once, not passed on.
 * - `hang`: never answered, and not passed on.
 * - `cut`: the connection is closed at once.
 * - `lose-reply`: passed on; the connection is closed instead of the reply.
 * - a number: only so many bytes of the reply's body arrive.
 */
export type Fate = "pass" | "503" | "hang" | "cut" | "lose-reply" | number;

export interface FaultProxy {
  readonly endpoint: string;
  readonly seen: Seen[];
  /** Decides on each request; may be replaced. */
  decide: (seen: Seen) => Fate;
  /** Requests that were answered to the end, or given up. */
  answered: number;
  /** Connections on which a request is answered right now. */
  connections(): Promise<number>;
  close(): Promise<void>;
}

export async function faultProxy(upstream: string): Promise<FaultProxy> {
  const server = createServer((incoming, outgoing) => {
    const seen = { method: incoming.method ?? "", url: incoming.url ?? "", headers: incoming.headers };
    proxy.seen.push(seen);
    outgoing.once("close", () => {
      proxy.answered += 1;
    });
    const fate = proxy.decide(seen);
    if (fate === "hang") incoming.resume();
    else if (fate === "cut") incoming.socket.destroy();
    else if (fate === "503") refuse(incoming, outgoing);
    else forward(upstream, incoming, outgoing, fate);
  });
  server.on("checkContinue", (incoming, outgoing) => {
    outgoing.writeContinue();
    server.emit("request", incoming, outgoing);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const proxy: FaultProxy = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen: [],
    answered: 0,
    decide: () => "pass",
    connections: async () => {
      server.closeIdleConnections();
      return new Promise((resolve, reject) =>
        server.getConnections((error, count) => (error === null ? resolve(count) : reject(error))),
      );
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return proxy;
}

function refuse(incoming: IncomingMessage, outgoing: ServerResponse): void {
  incoming.resume().once("end", () => {
    outgoing.writeHead(503, { "content-type": "application/xml" });
    outgoing.end("<Error><Code>SlowDown</Code><Message>reduce your rate</Message></Error>");
  });
}

function forward(
  upstream: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  fate: "pass" | "lose-reply" | number,
): void {
  const { method, url } = incoming;
  const { expect: _answered, ...headers } = incoming.headers;
  const passed = request(`${upstream}${url}`, { method, headers }, (reply) => {
    if (fate === "lose-reply") {
      reply.resume().once("end", () => outgoing.destroy());
      return;
    }
    outgoing.writeHead(reply.statusCode ?? 502, reply.headers);
    if (fate === "pass") {
      reply.pipe(outgoing);
      return;
    }
    let left = fate;
    outgoing.flushHeaders();
    reply.on("data", (chunk: Buffer) => {
      const last = left > 0 && left <= chunk.length;
      outgoing.write(chunk.subarray(0, Math.max(0, left)), () => {
        if (last || fate === 0) outgoing.destroy(); // what was written has left
      });
      left -= chunk.length;
    });
  });
  passed.on("error", () => outgoing.destroy());
  outgoing.on("close", () => passed.destroy());
  incoming.pipe(passed);
}
