/** An S3 server with versions and object lock that is faster and stricter than the emulator; the bench's go.mod pins it. On loopback. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { REPO_ROOT } from "../paths";
import { freePort } from "../processes/free-port";
import { runMark } from "../processes/run-folder";
import { goProgram } from "./go-program";

/**
 * Path of the program; built when it is missing (a minute on a free core).
 * @throws OperatorError (`tool`) when there is no Go, or modules cannot be downloaded
 */
export const buildVersitygw = (notify: (line: string) => void): Promise<string> =>
  goProgram(
    {
      name: "versitygw",
      sources: join(REPO_ROOT, "bench/backup/peers"),
      packagePath: "github.com/versity/versitygw/cmd/versitygw",
    },
    notify,
  );

export interface Versitygw {
  readonly endpoint: string;
  readonly pid: number;
  stop(): Promise<void>;
}

export interface VersitygwSettings {
  /** Directories below it are buckets; made where it is missing. */
  readonly dir: string;
  /** Where versions are kept. @default - none are */
  readonly versionsDir?: string;
  /**
   * Where it keeps what it knows of objects; made where it is missing. Beside them, in extended attributes, ext4 has 4 KiB for each: too few for an
   * object of many parts, which it then fails to complete (`InternalError`; version 1.8.0).
   * @default - extended attributes
   */
  readonly metadataDir?: string | undefined;
  readonly region: string;
  readonly accessKeyId: string | undefined;
  readonly secretAccessKey: string | undefined;
  /** Whether a connection is kept for further requests, as S3 does. @default false */
  readonly keepsConnections?: boolean;
}

export async function startVersitygw(program: string, settings: VersitygwSettings): Promise<Versitygw> {
  const { dir, versionsDir, metadataDir, region, accessKeyId, secretAccessKey, keepsConnections } = settings;
  for (const each of [dir, versionsDir, metadataDir])
    if (each !== undefined && !existsSync(each)) mkdirSync(each, { recursive: true });
  const address = `127.0.0.1:${await freePort()}`;
  const env = {
    PATH: process.env.PATH,
    ...runMark(),
    ROOT_ACCESS_KEY: accessKeyId,
    ROOT_SECRET_KEY: secretAccessKey,
  };
  const versions = versionsDir === undefined ? [] : ["--versioning-dir", versionsDir];
  const metadata = metadataDir === undefined ? [] : ["--sidecar", metadataDir];
  const kept = keepsConnections === true ? ["--keep-alive"] : [];
  const argv = ["--port", address, "--region", region, ...kept, "posix", ...versions, ...metadata, dir];
  const child = spawn(program, argv, { stdio: "ignore", env });
  const endpoint = `http://${address}`;
  await answering(endpoint, child);
  return { endpoint, pid: child.pid ?? 0, stop: () => stop(child) };
}

async function answering(endpoint: string, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    if (child.exitCode !== null) throw new Error(`versitygw ended with status ${child.exitCode}`);
    if ((await fetch(endpoint).catch(() => undefined)) !== undefined) return;
    await sleep(100);
  }
  throw new Error("versitygw does not answer");
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  await gone;
}
