/** An etcd of its own from a snapshot, for as long as it is read. */
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { OperatorError } from "../../../errors";
import { quotePath } from "../../archive/member";
import type { Programs } from "../ports";
import { isHealthy } from "./socket-client";
import { withheld } from "./tools";

/**
 * Where it listens: sockets in the directory where it runs, which only its user may look into. A port on loopback would show every key to every user of the host.
 * etcd takes a name and a number for a path. Source: etcd, pkg/types/urls.go (client/pkg/types), embed/config.go.
 */
const SOCKETS = { client: "c:1", peer: "p:1" } as const;
export const PEER_URL = `unix://${SOCKETS.peer}`;
export const MEMBER = "drill";

/** Pause between two looks whether it is up. */
const LOOK_MILLISECONDS = 100;

export interface ThrowAwayOptions {
  /** A directory of its own, that holds {@link DATA}. */
  readonly directory: string;
  /** A path to it for this process: a socket's path has 107 bytes at most. */
  readonly own: string;
  /** Bytes of the snapshot. */
  readonly size: number;
  readonly timeoutSeconds: number;
  readonly signal: AbortSignal;
}

/** Name of the data directory, as `snapshot restore` makes it. */
export const DATA = "data";

/**
 * Starts etcd, waits until it has a leader, and stops it again, however `work` ends.
 * @param work gets the path of its socket.
 * @throws OperatorError `tool` when it does not come up in time.
 */
export async function withThrowAwayEtcd<T>(
  { start }: Pick<Programs, "start">,
  { directory, own, size, timeoutSeconds, signal }: ThrowAwayOptions,
  work: (socket: string) => Promise<T>,
): Promise<T> {
  const etcd = start(
    "etcd",
    Object.entries({
      name: MEMBER,
      "data-dir": DATA,
      "listen-client-urls": `unix://${SOCKETS.client}`,
      "advertise-client-urls": `unix://${SOCKETS.client}`,
      "listen-peer-urls": PEER_URL,
      "initial-advertise-peer-urls": PEER_URL,
      "initial-cluster": `${MEMBER}=${PEER_URL}`,
      // A database above the quota would raise an alarm.
      "quota-backend-bytes": String(2 * size + 1024 ** 3),
      "log-level": "error",
    }).map(([name, value]) => `--${name}=${value}`),
    { cwd: directory, env: {}, withhold: withheld },
  );
  try {
    const socket = join(own, SOCKETS.client);
    let ending: string | undefined;
    etcd.ended.then(({ status, problem }) => {
      ending = problem ?? `ended with exit status ${status}`;
    });
    const deadline = performance.now() + timeoutSeconds * 1000;
    while (!(await isHealthy(socket, signal))) {
      if (ending === undefined && performance.now() < deadline)
        await wait(LOOK_MILLISECONDS, undefined, { signal });
      else throw notUp(ending ?? `has no leader after ${timeoutSeconds} seconds`, etcd.lastLine());
    }
    return await work(socket);
  } finally {
    await etcd.stop();
  }
}

const notUp = (how: string, says: string): OperatorError =>
  new OperatorError("tool", `etcd ${how}${says === "" ? "" : `: ${quotePath(says)}`}`);
