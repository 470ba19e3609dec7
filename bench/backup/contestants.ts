/** Ways to bring a directory to a bucket and back, each as its user would run it. */

import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { REPO_ROOT } from "../../tools/paths";
import { mustRun } from "../../tools/processes/run";
import { say } from "../../tools/say";
import type { MeasuredNode } from "../nodes";

export interface Contestant {
  readonly name: string;
  /** Of sealstack: the first of these is what all are compared with. */
  readonly ours?: true;
  readonly env: NodeJS.ProcessEnv;
  /** What is done once for a new bucket; not measured. */
  prepare?(): Promise<unknown>;
  backup(directory: string): readonly string[];
  restore(target: string): readonly string[];
}

export interface Tools {
  readonly kmsKey: string;
  readonly kmsEndpoint: string;
  readonly s3Endpoint: string;
  readonly bucket: string;
  readonly restic: string;
  /** Path of the AWS command line. */
  readonly aws: string;
  /** For keys and passwords. */
  readonly dir: string;
}

export function contestants(tools: Tools, nodes: readonly MeasuredNode[]): Contestant[] {
  return [...nodes.map((node) => sealstack(tools, node)), restic(tools), ...shell(tools)];
}

export function sealstack(
  { kmsKey, kmsEndpoint, s3Endpoint, bucket }: Tools,
  { program, named }: MeasuredNode,
): Contestant {
  const { AWS_ENDPOINT_URL: _, ...env } = process.env;
  const run = (command: string, ...args: string[]) => [
    program,
    join(REPO_ROOT, "scripts/sealstack.js"),
    command,
    ...["--bucket", bucket, "--key", kmsKey, ...args],
  ];
  return {
    name: named("sealstack"),
    ours: true,
    env: { ...env, AWS_ENDPOINT_URL_KMS: kmsEndpoint, AWS_ENDPOINT_URL_S3: s3Endpoint },
    backup: (directory) => run("backup", directory),
    restore: (target) => run("restore", "latest", target),
  };
}

function restic({ restic: program, s3Endpoint, bucket, dir }: Tools): Contestant {
  const password = join(dir, "restic-password");
  writeFileSync(password, "bench", { mode: 0o600 });
  const env = {
    ...process.env,
    RESTIC_REPOSITORY: `s3:${s3Endpoint}/${bucket}/restic`,
    RESTIC_PASSWORD_FILE: password,
    RESTIC_CACHE_DIR: join(dir, "restic-cache"),
  };
  return {
    name: "restic",
    env,
    prepare: () => mustRun(program, ["init"], { env }),
    backup: (directory) => [program, "backup", "--quiet", directory],
    restore: (target) => [program, "restore", "--quiet", "latest", "--target", target],
  };
}

/** The pipeline that runbooks have. Absent where age is not installed. */
function shell({ aws, s3Endpoint, bucket, dir }: Tools): Contestant[] {
  const identity = join(dir, "age-identity");
  if (spawnSync("age-keygen", ["-o", identity]).status !== 0) {
    say("bench: age is missing (Debian package age): not measured");
    return [];
  }
  const recipient = spawnSync("age-keygen", ["-y", identity], { encoding: "utf8" }).stdout.trim();
  const object = `s3://${bucket}/backup.tar.gz.age`;
  const pipe = (script: string, ...args: string[]) => [
    "bash",
    "-o",
    "pipefail",
    "-c",
    script,
    "bash",
    ...args,
  ];
  return [
    {
      name: "tar | gzip | age | aws s3 cp",
      env: { ...process.env, AWS_ENDPOINT_URL: s3Endpoint },
      // The size only has to be large enough for the parts.
      backup: (directory) =>
        pipe(
          'tar -C "$1" -c . | gzip | age -r "$2" | "$3" s3 cp --quiet --expected-size 20000000000 - "$4"',
          ...[directory, recipient, aws, object],
        ),
      restore: (target) =>
        pipe(
          'mkdir -p "$1" && "$3" s3 cp --quiet "$4" - | age -d -i "$2" | gunzip | tar -C "$1" -x',
          ...[target, identity, aws, object],
        ),
    },
  ];
}
