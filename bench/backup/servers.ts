/** What a backup is measured against: an S3 server that is faster than the backup, and restic. Both are built by Go from their modules. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { CACHE_DIR } from "../../tools/paths";
import { mustRun } from "../../tools/run";
import { startVersitygw } from "../../tools/versitygw";
import { cpuSecondsOf } from "../harness";

/** Builds what peers/go.mod pins, versitygw and restic, when it is missing (some minutes), and says where it is. */
export async function buildPeers(
  notify: (line: string) => void,
): Promise<{ versitygw: string; restic: string }> {
  const source = join(__dirname, "peers");
  const pins = createHash("sha256")
    .update(readFileSync(join(source, "go.sum")))
    .digest("hex");
  const dir = join(CACHE_DIR, `bench-peers-${pins.slice(0, 12)}`);
  const peers = { versitygw: join(dir, "versitygw"), restic: join(dir, "restic") };
  if (!Object.values(peers).every((program) => existsSync(program))) {
    notify(`building versitygw and restic into ${dir}`);
    mkdirSync(dir, { recursive: true });
    await mustRun("go", ["build", "-o", dir, "tool"], {
      cwd: source,
      hint: "the bench needs Go: https://go.dev/dl",
    });
  }
  return peers;
}

export interface S3Server {
  readonly endpoint: string;
  /** Processor time so far. */
  cpuSeconds(): number;
  stop(): Promise<void>;
}

/** Serves the directories below `dir` as buckets, on loopback, to the credentials of the environment. */
export async function startS3Server(program: string, dir: string): Promise<S3Server> {
  const {
    AWS_REGION: region = "us-east-1",
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
  } = process.env;
  const server = await startVersitygw(program, { dir, region, accessKeyId, secretAccessKey });
  return { ...server, cpuSeconds: () => cpuSecondsOf(server.pid) };
}
