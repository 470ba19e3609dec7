/**
 * What all sockets together, and the port of health checks, hold at once: so much that kube-apiserver, kubelet and Prometheus never meet it, and so little
 * that memory stays below 100 MiB whoever comes. Measured: bench/kms-plugin-abuse.ts.
 */

/** Connections to all sockets, where there are no more keys than {@link sharedLimits} says. */
const CONNECTIONS = 8;

/** Connections for each key at least: kube-apiserver has one for each of its providers, and after a restart a new one beside the old. */
const CONNECTIONS_OF_KEY = 2;

/** Requests at once, over all connections of all sockets. */
const REQUESTS = 256;

/** Requests of one connection at once, however many keys there are: kube-apiserver reads several Secrets at a time. */
const LEAST_STREAMS = 2;

/** Calls of KMS under way at once, over all keys: as many as the SDK's agent has connections. */
const CALLS = 50;

/** Calls of KMS for one key at once, however many keys there are. Not shared: a region that is silent holds up its own keys alone. */
const LEAST_CALLS = 8;

/** Keys that share a client of the SDK: as many as its connections suffice for. */
export const KEYS_OF_CLIENT = Math.floor(CALLS / LEAST_CALLS);

export interface SharedLimits {
  /** Connections to all sockets together. */
  readonly connections: number;
  /** Requests of one connection at once. What is more waits at the caller, as HTTP/2 has it. */
  readonly streams: number;
  /** Calls of KMS for one key at once. */
  readonly calls: number;
}

/** What the process holds for so many keys, each with a socket of its own: {@link REQUESTS} at most for up to 64 of them. */
export function sharedLimits(keys: number): SharedLimits {
  const connections = Math.max(CONNECTIONS, CONNECTIONS_OF_KEY * keys);
  return {
    connections,
    streams: Math.max(LEAST_STREAMS, Math.floor(REQUESTS / connections)),
    calls: Math.max(LEAST_CALLS, Math.floor(CALLS / keys)),
  };
}

/** Bytes of a request; the longest that KMS would take has some 6 KiB. */
export const REQUEST_BYTES = 16 * 1024;

/** Connections to the port of health checks. */
export const HEALTH_CONNECTIONS = 256;

/** Milliseconds for the headers of a request to the port of health checks, and for all of it. */
export const HEALTH_REQUEST_MS = 2_000;

/** Bytes of these headers. */
export const HEALTH_HEADER_BYTES = 4 * 1024;

/** Characters of a caller's words in the log; kube-apiserver's ids of requests have 36. */
export const LOGGED_CHARACTERS = 64;
