/**
 * Peak memory of a backup, a verify and a restore through the built command-line tool, against the endpoint in AWS_ENDPOINT_URL
 * (an emulator on loopback only). Fails when one of them takes more than the limit.
 *
 *   npm run -s emulator -- start; eval "$(npm run -s emulator -- start --export)"
 *   npm run -w scripts build && node --import tsx bench/memory.ts [MiB, 2048 by default]
 */

import { spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { CreateKeyCommand } from "@aws-sdk/client-kms";
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectsCommand,
  ListObjectsV2Command,
} from "@aws-sdk/client-s3";
import { emulatorClients } from "../tools/emulator/clients";
import { REPO_ROOT } from "../tools/paths";
import { say } from "../tools/say";

/** What a small host can spare: 256 MiB. */
const LIMIT_MIB = 256;
const MIB = 1024 ** 2;

async function main(): Promise<void> {
  const sizeMiB = Number(process.argv[2] ?? 2048);
  const endpoint = process.env.AWS_ENDPOINT_URL;
  if (endpoint === undefined) throw new Error("AWS_ENDPOINT_URL is not set");
  const { kms, s3 } = emulatorClients(endpoint);
  const bucket = `bench-${Date.now()}`;
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  const work = await mkdtemp(join(tmpdir(), "sealstack-bench-"));
  try {
    const file = join(work, "data");
    // Half of it random: it neither vanishes in compression nor avoids it.
    await pipeline(Readable.from(blocks(sizeMiB)), createWriteStream(file));
    const flags = ["--bucket", bucket, "--key", KeyMetadata?.Arn ?? ""];
    const target = join(work, "restored");
    const peaks = [
      await measure("backup", ["backup", ...flags, file], work),
      await measure("verify", ["verify", ...flags, "latest"], work),
      await measure("restore", ["restore", ...flags, "latest", target], work),
    ];
    if ((await sha256(file)) !== (await sha256(join(target, "data"))))
      throw new Error("the restored file differs");
    if (Math.max(...peaks) > LIMIT_MIB) throw new Error(`more than ${LIMIT_MIB} MiB were needed`);
  } finally {
    await rm(work, { recursive: true });
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket }));
    const Objects = Contents.map(({ Key }) => ({ Key }));
    if (Objects.length > 0) await s3.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects } }));
    await s3.send(new DeleteBucketCommand({ Bucket: bucket }));
  }
}

function* blocks(count: number): Generator<Buffer> {
  for (let index = 0; index < count; index += 1)
    yield index % 2 === 0 ? randomBytes(MIB) : Buffer.alloc(MIB, `${index} `);
}

/** Runs the built tool, prints what it took, and returns its peak memory in MiB: `VmHWM` of Linux, read until it ends. */
async function measure(name: string, argv: readonly string[], cwd: string): Promise<number> {
  const started = performance.now();
  const child = spawn(process.execPath, [join(REPO_ROOT, "scripts/sealstack.js"), ...argv], {
    cwd,
    stdio: ["ignore", "ignore", "inherit"],
  });
  let peak = 0;
  const timer = setInterval(async () => {
    const status = await readFile(`/proc/${child.pid}/status`, "utf8").catch(() => "");
    peak = Math.max(peak, Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0));
  }, 50);
  const status = await new Promise((resolve) => child.once("exit", resolve));
  clearInterval(timer);
  if (status !== 0) throw new Error(`${name} ended with status ${String(status)}`);
  const seconds = (performance.now() - started) / 1000;
  process.stdout.write(
    `${name.padEnd(8)} ${(peak / 1024).toFixed(0).padStart(4)} MiB peak  ${seconds.toFixed(1).padStart(6)} s\n`,
  );
  return peak / 1024;
}

async function sha256(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}

main().catch((error: unknown) => {
  say(String(error));
  process.exitCode = 1;
});
