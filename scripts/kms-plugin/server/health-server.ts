/**
 * The HTTP server for probes and metrics.
 * - `/healthz` (path configurable): every key works now.
 * - `/livez` (path configurable): this process works. It does not ask about keys: restarting helps against none of their faults.
 * - `/readyz`: every key was seen to work once, and its socket is open.
 * - `/metrics`: Prometheus.
 * Texts of health checks hold neither ARNs nor principals; metrics name keys as they were configured, which may be by an ARN.
 */
import { createServer, type ServerOptions, type ServerResponse } from "node:http";
import { printable } from "../../../modules/printable";
import { OperatorError } from "../../errors";
import type { PluginMetrics } from "../metrics";
import type { HealthConfig } from "../settings/config";
import { Connections } from "./connections";
import { HEALTH_CONNECTIONS, HEALTH_HEADER_BYTES, HEALTH_REQUEST_MS } from "./limits";

export interface Watched {
  readonly name: string;
  /** `ok`, or a sentence. */
  readonly health: string;
  readonly known: boolean;
  readonly listening: boolean;
}

export interface HealthServer {
  readonly port: number;
  close(): Promise<void>;
}

type Check = (key: Watched) => string | undefined;

/** What is begun and not ended goes after some seconds. */
const LIMITS: ServerOptions = {
  headersTimeout: HEALTH_REQUEST_MS,
  requestTimeout: HEALTH_REQUEST_MS,
  connectionsCheckingInterval: HEALTH_REQUEST_MS / 2,
  maxHeaderSize: HEALTH_HEADER_BYTES,
};

const CHECKS = {
  healthz: ({ health }) => (health === "ok" ? undefined : health),
  livez: ({ listening }) => (listening ? undefined : "the socket is not open"),
  readyz: ({ known, health, listening }) =>
    listening ? (known ? undefined : health) : "the socket is not open",
} satisfies Record<string, Check>;

/** @throws OperatorError `target` when the address cannot be had. */
export async function serveHealth(
  config: HealthConfig,
  watched: () => readonly Watched[],
  metrics: PluginMetrics,
): Promise<HealthServer> {
  const routes: Readonly<Record<string, (response: ServerResponse) => void | Promise<void>>> = {
    [config.healthzPath]: (response) => report(response, watched(), CHECKS.healthz),
    [config.livezPath]: (response) => report(response, watched(), CHECKS.livez),
    "/readyz": (response) => report(response, watched(), CHECKS.readyz),
    "/metrics": async (response) => {
      const text = await metrics.registry.metrics();
      response.writeHead(200, { "content-type": metrics.registry.contentType }).end(text);
    },
  };
  const server = createServer(LIMITS, (request, response) => {
    const path = (request.url ?? "").split("?")[0] ?? "";
    const route = Object.hasOwn(routes, path) ? routes[path] : undefined;
    if (request.method !== "GET" && request.method !== "HEAD") plain(response, 405, "GET only");
    else if (route === undefined) plain(response, 404, "not found");
    else void route(response);
  });
  const connections = new Connections({ max: HEALTH_CONNECTIONS, patient: true });
  server.on("connection", (socket) => connections.add(socket));
  const { host, port } = config;
  await new Promise<void>((resolve, reject) => {
    server.once("error", (cause) =>
      reject(
        new OperatorError(
          "target",
          `cannot listen on ${host ?? ""}:${port} (${(cause as NodeJS.ErrnoException).code})`,
          {
            hint: "give another address to --health-port",
            cause,
          },
        ),
      ),
    );
    server.listen({ port, ...(host === undefined ? {} : { host }) }, resolve);
  });
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function report(response: ServerResponse, keys: readonly Watched[], check: Check): void {
  const problems = keys.flatMap((key) => {
    const problem = check(key);
    return problem === undefined ? [] : [`${key.name}: ${problem}`];
  });
  if (problems.length === 0) plain(response, 200, "ok");
  else plain(response, 503, problems.map(printable).join("\n"));
}

function plain(response: ServerResponse, code: number, text: string): void {
  response.writeHead(code, { "content-type": "text/plain; charset=utf-8" }).end(`${text}\n`);
}
