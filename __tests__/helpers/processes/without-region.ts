/** A region that is lost: for what opens in another one. */
import { once } from "node:events";
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { emulatorEndpoint } from "../emulator";

/** The region that a request was signed for. */
const REGION = /Credential=[^/]+\/\d+\/([^/]+)\//;

/** Stands before the emulator, and is down for every request to one region. */
export async function withoutRegion(lost: string) {
  const refused: string[] = [];
  const { hostname, port } = new URL(emulatorEndpoint());
  const pass = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    const region = REGION.exec(incoming.headers.authorization ?? "")?.[1] ?? "none";
    if (region === lost) {
      refused.push(`${incoming.method} ${incoming.url}`);
      incoming.socket.destroy();
      return;
    }
    const { method, url: path, headers } = incoming;
    const passed = request({ hostname, port, path, method, headers }, (reply) => {
      outgoing.writeHead(reply.statusCode ?? 502, reply.headers);
      reply.pipe(outgoing);
    });
    passed.on("error", () => outgoing.destroy());
    incoming.pipe(passed);
  };
  const server: Server = createServer(pass);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, refused, close };
}
