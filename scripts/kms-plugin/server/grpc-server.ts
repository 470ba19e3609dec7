/** One key's gRPC server on its socket. */
import type { Socket } from "node:net";
import { Server, ServerCredentials } from "@grpc/grpc-js";
import type { ManagedKey } from "../key/managed-key";
import { V1BETA1_SERVICE, V2_SERVICE } from "./api";
import type { Connections } from "./connections";
import { type ApiOptions, v1Handlers, v2Handlers } from "./handlers";
import { REQUEST_BYTES } from "./limits";
import { messageLimits } from "./message-limits";
import { type Listening, listen, type SocketOptions } from "./socket";

/** Milliseconds between two looks at whether the socket file is still there. */
const WATCH_MS = 2_000;

export interface GrpcServer {
  /** Whether clients can reach it. */
  listening(): boolean;
  /** Answers what is under way, for at most `graceMs`; takes nothing new. */
  stop(graceMs: number): Promise<void>;
}

/** What the servers of all keys share. */
export interface Shared {
  readonly connections: Connections;
  /** Requests of one connection at once. */
  readonly streams: number;
}

/** @throws OperatorError when the socket cannot be had. */
export async function serveKey(
  key: ManagedKey,
  socket: SocketOptions,
  options: ApiOptions,
  { connections, streams }: Shared,
): Promise<GrpcServer> {
  const server = new Server({
    "grpc.enable_channelz": 0,
    "grpc.max_concurrent_streams": streams,
    "grpc.max_receive_message_length": REQUEST_BYTES,
    interceptors: [messageLimits(options.plugin.deadlineMs)],
  });
  server.addService(V1BETA1_SERVICE, v1Handlers(key, options));
  server.addService(V2_SERVICE, v2Handlers(key, options));
  const injector = server.createConnectionInjector(ServerCredentials.createInsecure());
  const clients = new Set<Socket>();
  const open = () =>
    listen(socket, (connection) => {
      clients.add(connection);
      connection.once("close", () => clients.delete(connection));
      connections.add(connection, socket.path);
      injector.injectConnection(connection);
    });
  let current: Listening = await open();
  const { log } = options;
  const fields = { key: key.config.name, socket: socket.path };
  const watch = setInterval(async () => {
    if (current.reachable()) return;
    current.close();
    try {
      current = await open();
      log("warn", "the socket was deleted; it is there again", fields);
    } catch (error) {
      log("error", "the socket was deleted and cannot be made again", { ...fields, detail: String(error) });
    }
  }, WATCH_MS);
  watch.unref();
  return {
    listening: () => current.reachable(),
    stop: async (graceMs) => {
      clearInterval(watch);
      current.close();
      const timer = setTimeout(() => {
        server.forceShutdown();
        for (const client of clients) client.destroy();
      }, graceMs);
      // It closes each connection behind its last answer, but from Node.js 24 on says at once that it has.
      server.tryShutdown(() => {});
      await Promise.all(
        [...clients].map((client) => new Promise<void>((resolve) => client.once("close", () => resolve()))),
      );
      clearTimeout(timer);
    },
  };
}
