/** Listens on a unix socket: takes the place of a dead one, never of a live one or of anything else, and comes back when deleted. */
import { lstatSync, realpathSync, unlinkSync } from "node:fs";
import { stat } from "node:fs/promises";
import { connect, createServer, type Server, type Socket } from "node:net";
import { basename, dirname } from "node:path";
import { Directory } from "../../core/places/directory";
import { OperatorError } from "../../errors";

export interface SocketOptions {
  readonly path: string;
  /** Permission bits. */
  readonly mode: number;
  /** Numeric group; `undefined` leaves that of the process. */
  readonly gid: number | undefined;
}

export interface Listening {
  /** Whether the path still leads to this socket. */
  reachable(): boolean;
  /** Takes no more connections; those there are go on. */
  close(): void;
}

/** Bytes of `sun_path` without its final NUL. Source: unix(7). */
const MAX_PATH_BYTES = 107;

/** @throws OperatorError `usage`, `target` or `conflict`. */
export async function listen(
  options: SocketOptions,
  onConnection: (socket: Socket) => void,
): Promise<Listening> {
  const { path } = options;
  if (Buffer.byteLength(path) > MAX_PATH_BYTES)
    throw new OperatorError(
      "usage",
      `the path of the socket has ${Buffer.byteLength(path)} bytes, allowed are ${MAX_PATH_BYTES}: ${path}`,
    );
  await checkDirectory(path);
  await removeStale(path);
  const server = createServer({ pauseOnConnect: false }, onConnection);
  await bind(server, options);
  const inode = () => lstatSync(path, { throwIfNoEntry: false })?.ino;
  const ours = inode();
  return {
    reachable: () => inode() === ours,
    close: () => {
      // Closing removes whatever is at the path: not when that is another's by now.
      if (inode() === ours || inode() === undefined) server.close();
      else server.unref();
    },
  };
}

async function checkDirectory(path: string): Promise<void> {
  const folder = dirname(path);
  const found = await stat(folder).catch(() => undefined);
  if (found?.isDirectory() === true) return;
  throw new OperatorError("target", `there is no directory ${folder} for the socket`, {
    hint: `make it, such as with \`install -d -m 0750 ${folder}\`, or mount it`,
  });
}

async function removeStale(path: string): Promise<void> {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return;
  if (!found.isSocket())
    throw new OperatorError("target", `${path} exists and is no socket`, {
      hint: "give another path to --listen, or remove it",
    });
  if (await answers(path))
    throw new OperatorError("conflict", `another process serves ${path}`, {
      hint: "stop it first, or give another path to --listen",
    });
  unlinkSync(path);
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const probe = connect(path);
    probe.once("connect", () => {
      probe.destroy();
      resolve(true);
    });
    probe.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "ECONNREFUSED" || error.code === "ENOENT") resolve(false);
      else if (error.code === "EAGAIN")
        resolve(true); // its queue is full: somebody is there
      else
        reject(
          new OperatorError("target", `the socket ${path} cannot be looked at (${error.code})`, {
            cause: error,
          }),
        );
    });
  });
}

/**
 * The file is made under a umask that leaves nothing to others, so that there is no moment at which it is open too wide; and permissions go to
 * a socket and never to what the directory's owner puts in its place.
 */
async function bind(server: Server, { path, mode, gid }: SocketOptions): Promise<void> {
  const bound = new Promise<void>((resolve, reject) => {
    server.once("listening", resolve);
    server.once("error", reject);
  });
  const before = process.umask(0o777);
  try {
    server.listen({ path }); // binds before it returns
  } finally {
    process.umask(before);
  }
  try {
    await bound;
    const directory = Directory.open(realpathSync.native(dirname(path)));
    try {
      directory.openSocket(basename(path), { mode, gid });
    } finally {
      directory.close();
    }
  } catch (error) {
    server.close();
    if (error instanceof OperatorError) throw error;
    throw new OperatorError("target", `cannot listen on ${path} (${(error as NodeJS.ErrnoException).code})`, {
      hint: "check the owner of the directory, and that --socket-group is a group of this process",
      cause: error,
    });
  }
}
