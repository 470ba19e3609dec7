/** A real etcd on loopback, with a data directory of its own, for the demo and the tests. */
import { type ChildProcess, spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { OperatorError } from "../../scripts/errors";
import { mustHave } from "../fetched/system-packages";
import { freePort } from "../processes/free-port";
import { runMark } from "../processes/run-folder";

export interface EtcdServer {
  /** Client URL, such as `http://127.0.0.1:2379`. */
  readonly endpoint: string;
  /** Writes keys through the v3 API's JSON gateway, 100 a transaction. */
  put(pairs: readonly (readonly [string, string])[]): Promise<void>;
  /** Every key and its value. */
  all(): Promise<Map<string, string>>;
  stop(): Promise<void>;
}

/** Longest time that a fresh etcd may take to answer. */
const START_SECONDS = 30;
/** Operations in a transaction; etcd's own limit is 128 (`--max-txn-ops`). */
const TRANSACTION_SIZE = 100;

/** Starts `etcd` (Debian package etcd-server) on two free ports. @throws OperatorError (`tool`) when it is missing, or does not come up */
export async function startEtcd(dataDir: string): Promise<EtcdServer> {
  mustHave("etcd");
  const [endpoint, peers] = [`http://127.0.0.1:${await freePort()}`, `http://127.0.0.1:${await freePort()}`];
  const flags = {
    name: "default",
    "data-dir": dataDir,
    "listen-client-urls": endpoint,
    "advertise-client-urls": endpoint,
    "listen-peer-urls": peers,
    "initial-advertise-peer-urls": peers,
    "initial-cluster": `default=${peers}`,
    "log-level": "error",
  };
  const argv = Object.entries(flags).map(([name, value]) => `--${name}=${value}`);
  const child = spawn("etcd", argv, { stdio: "ignore", env: { PATH: process.env.PATH, ...runMark() } });
  const failed = new Promise<never>((_, reject) => child.once("error", reject));
  failed.catch(() => {}); // awaited below while etcd starts; afterwards nobody asks
  await Promise.race([answering(endpoint, child), failed]);
  return {
    endpoint,
    put: (pairs) => put(endpoint, pairs),
    all: () => all(endpoint),
    stop: () => stop(child),
  };
}

async function answering(endpoint: string, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < START_SECONDS * 10 && child.exitCode === null; tries++) {
    const health = await fetch(`${endpoint}/health`).catch(() => undefined);
    if (health?.ok) return;
    await sleep(100);
  }
  await stop(child);
  throw new OperatorError("tool", "etcd did not start", {
    hint: "run `etcd` by hand and look at what it says",
  });
}

async function put(endpoint: string, pairs: readonly (readonly [string, string])[]): Promise<void> {
  for (let at = 0; at < pairs.length; at += TRANSACTION_SIZE) {
    const success = pairs.slice(at, at + TRANSACTION_SIZE).map(([key, value]) => ({
      requestPut: { key: base64(key), value: base64(value) },
    }));
    await post(`${endpoint}/v3/kv/txn`, { success });
  }
}

async function all(endpoint: string): Promise<Map<string, string>> {
  const everything = { key: base64("\0"), range_end: base64("\0") };
  const { kvs = [] } = await post<{ kvs?: { key: string; value?: string }[] }>(
    `${endpoint}/v3/kv/range`,
    everything,
  );
  return new Map(kvs.map(({ key, value = "" }) => [text(key), text(value)]));
}

async function post<T>(url: string, body: unknown): Promise<T> {
  const response = await fetch(url, { method: "POST", body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`etcd answered ${response.status} to ${url}: ${await response.text()}`);
  return (await response.json()) as T;
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  await ended;
}

const base64 = (value: string): string => Buffer.from(value).toString("base64");
const text = (value: string): string => Buffer.from(value, "base64").toString();
