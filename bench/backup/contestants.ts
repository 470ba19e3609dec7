/** Ways to bring a directory to a bucket and back, each as its user would run it. */
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { REPO_ROOT } from "../../tools/paths";
import { mustRun } from "../../tools/processes/run";
import { say } from "../../tools/say";
import type { MeasuredNode } from "../nodes";
import { curl } from "./curl";
import type { DataSet } from "./data-sets";

export interface Contestant {
  readonly name: string;
  /** Of sealstack: the first of these is what all are compared with. */
  readonly ours?: true;
  readonly env: NodeJS.ProcessEnv;
  /** @default - all */
  takes?(set: DataSet): boolean;
  /** What is done once for a new bucket; not measured. */
  prepare?(): Promise<unknown>;
  backup(directory: string): readonly string[];
  restore(target: string): readonly string[];
  /** Fails where something else came back. @default - `diff` of the two directories */
  compare?(directory: string, target: string): readonly string[];
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
  /** What the servers' certificates are checked against. @default - they have none, and are near */
  readonly ca?: string | undefined;
}

export function contestants(tools: Tools, nodes: readonly MeasuredNode[]): Contestant[] {
  const ours = [
    ...nodes.map((node) => sealstack(tools, node)),
    ...nodes.filter(hasZstd).map((node) => withZstd(tools, node)),
  ];
  return [...ours, restic(tools), ...(tools.ca === undefined ? shell(tools) : [curl(tools)])];
}

export const differences = (directory: string, target: string): readonly string[] => [
  ...["diff", "-r", "-x", ".sealstack", directory, target],
];

export function sealstack(
  { kmsKey, kmsEndpoint, s3Endpoint, bucket, ca }: Tools,
  { program, named }: MeasuredNode,
): Contestant & { run(command: string, ...args: readonly string[]): readonly string[] } {
  const { AWS_ENDPOINT_URL: _, ...env } = process.env;
  const run = (command: string, ...args: readonly string[]) => [
    program,
    join(REPO_ROOT, "scripts/sealstack.js"),
    command,
    ...["--bucket", bucket, "--key", kmsKey, ...args],
  ];
  return {
    name: named("sealstack"),
    ours: true,
    run,
    env: {
      ...env,
      AWS_ENDPOINT_URL_KMS: kmsEndpoint,
      AWS_ENDPOINT_URL_S3: s3Endpoint,
      // Beside the CAs of Node.js, which most have, and which take their time to be read: AWS_CA_BUNDLE would stand in their place.
      ...(ca !== undefined && { NODE_EXTRA_CA_CERTS: ca, AWS_CA_BUNDLE: "" }),
    },
    backup: (directory) => run("backup", directory),
    restore: (target) => run("restore", "latest", target),
  };
}

/** As restic compresses; gzip, our default, is what every reader opens. */
function withZstd(tools: Tools, node: MeasuredNode): Contestant {
  const { run, ...ours } = sealstack(tools, node);
  return {
    ...ours,
    name: node.named("sealstack, zstd"),
    takes: ({ name }) => !name.startsWith("random"), // which nothing compresses
    backup: (directory) => run("backup", directory, "--compression", "zstd"),
  };
}

const hasZstd = ({ program }: MeasuredNode): boolean =>
  spawnSync(program, ["-p", '"zstdCompressSync" in require("zlib")'], { encoding: "utf8" }).stdout.trim() ===
  "true";

function restic({ restic, s3Endpoint, bucket, dir, ca }: Tools): Contestant {
  const program = [restic, ...(ca === undefined ? [] : ["--cacert", ca])] as const;
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
    prepare: () => mustRun(restic, [...program.slice(1), "init"], { env }),
    backup: (directory) => [...program, "backup", "--quiet", directory],
    restore: (target) => [...program, "restore", "--quiet", "latest", "--target", target],
    // It restores below the path that the files had.
    compare: (directory, target) => differences(directory, join(target, directory)),
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
