/** Speaks to an etcd through its JSON gateway, over a unix socket. */
import { request } from "node:http";
import { OperatorError } from "../../../errors";

/** Entries of one reply: etcd takes values of 1.5 MiB, so that 100 of them always fit into memory. */
const PAGE = 100;

/** A request waits so long at most. */
const REQUEST_MILLISECONDS = 60_000;

/** A range that begins with this key, or ends with it, begins or ends with all keys. Source: etcd API reference, `RangeRequest`. */
const NUL = Buffer.from([0]);

interface RangeReply {
  readonly header?: { readonly revision?: string };
  readonly kvs?: readonly { readonly key: string; readonly value?: string }[];
  readonly count?: string;
  readonly message?: string;
  readonly error?: string;
}

export interface ReadKeys {
  /** That etcd says there are. */
  readonly count: number;
  /** That were read. */
  readonly read: number;
  /** Of their values. */
  readonly bytes: number;
  readonly revision: number;
}

/** Whether a member answers and has a leader. */
export async function isHealthy(socket: string, signal: AbortSignal): Promise<boolean> {
  try {
    const { status, body } = await ask(socket, "GET", "/health", undefined, signal);
    return status === 200 && body.includes('"true"');
  } catch {
    signal.throwIfAborted();
    return false;
  }
}

/** Counts all keys, and reads each of them with its value. @throws OperatorError `tool` when etcd refuses. */
export async function readAllKeys(socket: string, signal: AbortSignal): Promise<ReadKeys> {
  let [read, bytes, from] = [0, 0, NUL];
  let first: RangeReply | undefined;
  for (;;) {
    const reply = await range(socket, { key: from.toString("base64"), limit: PAGE }, signal);
    first ??= reply;
    const { kvs = [] } = reply;
    read += kvs.length;
    for (const { value = "" } of kvs) bytes += Buffer.byteLength(value, "base64");
    const last = kvs.at(-1);
    if (last === undefined || kvs.length < PAGE) break;
    from = Buffer.concat([Buffer.from(last.key, "base64"), NUL]);
  }
  return { count: Number(first.count ?? 0), read, bytes, revision: Number(first.header?.revision ?? 0) };
}

async function range(socket: string, what: object, signal: AbortSignal): Promise<RangeReply> {
  const asked = JSON.stringify({ ...what, range_end: NUL.toString("base64"), serializable: true });
  const { status, body } = await ask(socket, "POST", "/v3/kv/range", asked, signal);
  const reply = parse(body);
  if (status === 200 && reply !== undefined) return reply;
  throw new OperatorError(
    "tool",
    `etcd answered ${status}: ${reply?.message ?? reply?.error ?? "no reason"}`,
  );
}

function parse(body: string): RangeReply | undefined {
  try {
    return JSON.parse(body) as RangeReply;
  } catch {
    return undefined;
  }
}

function ask(
  socketPath: string,
  method: string,
  path: string,
  body: string | undefined,
  signal: AbortSignal,
): Promise<{ readonly status: number; readonly body: string }> {
  const within = AbortSignal.any([signal, AbortSignal.timeout(REQUEST_MILLISECONDS)]);
  return new Promise((resolve, reject) => {
    const fail = (cause: Error): void =>
      reject(signal.aborted ? signal.reason : new OperatorError("tool", "etcd does not answer", { cause }));
    const asking = request({ socketPath, method, path, signal: within }, (reply) => {
      const chunks: Buffer[] = [];
      reply.on("data", (chunk: Buffer) => chunks.push(chunk));
      reply.on("error", fail);
      reply.on("end", () =>
        resolve({ status: reply.statusCode ?? 0, body: Buffer.concat(chunks).toString("utf8") }),
      );
    });
    asking.on("error", fail);
    asking.end(body);
  });
}
