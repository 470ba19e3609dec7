/** Starts what the bench needs, and stops it. */
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { CreateKeyCommand } from "@aws-sdk/client-kms";
import { emulatorClients } from "../../tools/emulator/clients";
import { ensureVenv } from "../../tools/fetched/python-venv";
import { REPO_ROOT } from "../../tools/paths";
import { mustRun } from "../../tools/processes/run";
import { say } from "../../tools/say";
import { startOwnEmulator } from "../own-emulator";
import type { Tools } from "./contestants";
import { type FarLine, startFarLine } from "./far-line";
import { buildPeers, startS3Server } from "./servers";

export interface Bench {
  readonly dir: string;
  readonly tools: Tools;
  /** Where the S3 server keeps the bucket. */
  readonly bucketDirectory: string;
  emptyBucket(): void;
  /** Processor time of the S3 server so far, and of the line to it. */
  serverCpuSeconds(): number;
  tearDown(): Promise<void>;
}

const BUCKET = "bench";

/**
 * @param isFar whether what is measured reaches the servers by the far line.
 * @param hasManyParts whether there are objects of thousands of parts.
 */
export async function setUp(dir: string, isFar: boolean, hasManyParts = false): Promise<Bench> {
  const notify = (line: string): void => say(`bench: ${line}`);
  const { versitygw, restic } = await buildPeers(notify);
  const aws = await ensureVenv("awscli", join(__dirname, "requirements.txt"), notify);
  await mustRun(process.execPath, ["tools/bundle/main.mjs"], { cwd: REPO_ROOT });
  const emulator = await startOwnEmulator(join(dir, "emulator"), notify);
  const { kms } = emulatorClients(emulator.endpoint);
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  const store = join(dir, "s3");
  const server = await startS3Server(
    versitygw,
    store,
    hasManyParts ? join(dir, "metadata-of-s3") : undefined,
  );
  const near = [emulator.endpoint, server.endpoint];
  const line: FarLine | undefined = isFar ? await startFarLine(near, dir, notify) : undefined;
  const [kmsEndpoint = "", s3Endpoint = ""] = line?.endpoints ?? near;
  const bucketDirectory = join(store, BUCKET);
  const emptyBucket = (): void => {
    rmSync(bucketDirectory, { recursive: true, force: true });
    mkdirSync(bucketDirectory);
  };
  emptyBucket();
  return {
    dir,
    bucketDirectory,
    emptyBucket,
    serverCpuSeconds: () => server.cpuSeconds() + (line?.cpuSeconds() ?? 0),
    tools: {
      kmsKey: KeyMetadata?.Arn ?? "",
      kmsEndpoint,
      s3Endpoint,
      bucket: BUCKET,
      restic,
      aws: aws.bin("aws"),
      dir,
      ca: line?.ca,
    },
    tearDown: async () => {
      await line?.stop();
      await server.stop();
      await emulator.stop();
    },
  };
}
