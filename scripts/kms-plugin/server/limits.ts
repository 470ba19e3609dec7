/**
 * What one socket, and the port of health checks, hold at once: so much that kube-apiserver, kubelet and Prometheus never meet it, and so little
 * that memory stays below 100 MiB whoever comes. Measured: bench/kms-plugin-abuse.ts.
 */

/** Connections to one socket. kube-apiserver has one for each of its providers. */
export const SOCKET_CONNECTIONS = 8;

/** Requests of one connection at once. What is more waits at the caller, as HTTP/2 has it. */
export const STREAMS = 32;

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
