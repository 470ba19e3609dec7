/** An HTTP proxy on loopback: tunnels (CONNECT) and plain requests. Every name leads to one server, whatever it is. */
import { createServer, type IncomingMessage, request } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, connect } from "node:net";
import type { Duplex } from "node:stream";

export interface ProxyServer {
  readonly url: string;
  /** `CONNECT host:port` and `METHOD url`, in order. */
  readonly seen: string[];
  /** Values of `proxy-authorization`. */
  readonly authorizations: (string | undefined)[];
  close(): Promise<void>;
}

export interface ProxyOptions {
  /** Where everything leads to. */
  readonly port: number;
  /** Status that tunnels are answered with. @default 200 */
  readonly status?: number;
  /** Makes it one of https. */
  readonly tls?: { readonly cert: string; readonly key: string };
  /** Does not answer tunnels at all. */
  readonly silent?: boolean;
}

export async function proxyServer({
  port,
  status = 200,
  tls,
  silent = false,
}: ProxyOptions): Promise<ProxyServer> {
  const seen: string[] = [];
  const authorizations: (string | undefined)[] = [];
  const sockets = new Set<Duplex>();
  const note = ({ method, url, headers }: IncomingMessage): void => {
    seen.push(`${method} ${url}`);
    authorizations.push(headers["proxy-authorization"]);
  };
  const server = tls === undefined ? createServer() : createTlsServer(tls);
  server.on("connection", (socket: Duplex) => sockets.add(socket));
  server.on("connect", (incoming: IncomingMessage, client: Duplex) => {
    note(incoming);
    client.on("error", () => {});
    if (silent) return;
    if (status !== 200) {
      client.end(`HTTP/1.1 ${status} No\r\n\r\n`);
      return;
    }
    const upstream = connect(port, "127.0.0.1", () => {
      client.write("HTTP/1.1 200 Connection established\r\n\r\n");
      upstream.pipe(client).pipe(upstream);
    });
    sockets.add(upstream);
    upstream.on("error", () => client.destroy());
  });
  server.on("request", (incoming, outgoing) => {
    note(incoming);
    const { pathname, search } = new URL(incoming.url ?? "");
    const { method, headers } = incoming;
    const passed = request({ port, host: "127.0.0.1", path: pathname + search, method, headers }, (reply) => {
      outgoing.writeHead(reply.statusCode ?? 502, reply.headers);
      reply.pipe(outgoing);
    });
    incoming.pipe(passed);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `${tls === undefined ? "http" : "https"}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    authorizations,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
