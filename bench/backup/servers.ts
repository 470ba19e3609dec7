/** What a backup is measured against: an S3 server that is faster than the backup, and restic. Both are built by Go from their modules. */
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { cacheEntry } from "../../tools/fetched/cache-entry";
import { startVersitygw } from "../../tools/fetched/versitygw";
import { mustRun } from "../../tools/processes/run";
import { cpuSecondsOf } from "../harness";

/** Builds what peers/go.mod pins, versitygw and restic, when it is missing (some minutes), and says where it is. */
export async function buildPeers(
  notify: (line: string) => void,
): Promise<{ versitygw: string; restic: string }> {
  const source = join(__dirname, "peers");
  const peersIn = (dir: string) => ({ versitygw: join(dir, "versitygw"), restic: join(dir, "restic") });
  const dir = await cacheEntry({
    name: "bench-peers",
    madeFrom: [readFileSync(join(source, "go.sum"))],
    isMade: (folder) => Object.values(peersIn(folder)).every((program) => existsSync(program)),
    make: async (folder) => {
      notify(`building versitygw and restic into ${folder}`);
      mkdirSync(folder, { recursive: true });
      await mustRun("go", ["build", "-o", folder, "tool"], {
        cwd: source,
        hint: "the bench needs Go: https://go.dev/dl",
      });
    },
  });
  return peersIn(dir);
}

export interface S3Server {
  readonly endpoint: string;
  /** Processor time so far. */
  cpuSeconds(): number;
  stop(): Promise<void>;
}

/**
 * Serves the directories below `dir` as buckets, on loopback, to the credentials of the environment.
 * @param metadataDir for objects of thousands of parts on a disk
 */
export async function startS3Server(program: string, dir: string, metadataDir?: string): Promise<S3Server> {
  const {
    AWS_REGION: region = "us-east-1",
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
  } = process.env;
  const server = await startVersitygw(program, {
    dir,
    metadataDir,
    region,
    accessKeyId,
    secretAccessKey,
    keepsConnections: true,
  });
  return { ...server, cpuSeconds: () => cpuSecondsOf(server.pid) };
}
