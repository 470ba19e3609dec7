/** What is measured: every program from file to file, as its user would run it. */

import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { REPO_ROOT } from "../tools/paths";
import { say } from "../tools/say";
import type { MeasuredNode } from "./nodes";

export interface Contestant {
  readonly name: string;
  readonly encrypt: (input: string, output: string) => readonly string[];
  readonly decrypt: (input: string, output: string) => readonly string[];
  readonly slow: boolean;
  /** Of sealstack: the first of these is what all are compared with. */
  readonly ours?: true;
}

export interface Tools {
  /** KMS key ARN in the emulator. */
  readonly kmsKey: string;
  /** Path of `aws-encryption-cli`. */
  readonly awsEncryptionCli: string;
  /** Directory for keys. */
  readonly dir: string;
  /** What sealstack runs on. */
  readonly nodes: readonly MeasuredNode[];
}

export function contestants({ kmsKey, awsEncryptionCli, dir, nodes }: Tools): Contestant[] {
  return [
    {
      name: "cp (copies only: the limit)",
      encrypt: (from, to) => ["cp", from, to],
      decrypt: (from, to) => ["cp", from, to],
      slow: false,
    },
    ...nodes.map((node) => sealstack(kmsKey, node)),
    ...age(dir),
    official("official JavaScript library, 1 MiB frames", 1024 * 1024),
    official("official JavaScript library, 4 KiB frames (default)", 4096),
    python(awsEncryptionCli, kmsKey, "aws-encryption-cli, unsigned, 1 MiB frames", [
      "--algorithm",
      "AES_256_GCM_HKDF_SHA512_COMMIT_KEY",
      "--frame-length",
      String(1024 * 1024),
    ]),
    python(awsEncryptionCli, kmsKey, "aws-encryption-cli, defaults (signed, 4 KiB)", []),
  ];
}

function sealstack(key: string, { program, named }: MeasuredNode): Contestant {
  const run = (command: string) => (from: string, to: string) => [
    program,
    join(REPO_ROOT, "scripts/sealstack.js"),
    command,
    ...["--key", key, "--context", "purpose=bench", "--in", from, "--out", to],
  ];
  const name = named("sealstack");
  return { name, encrypt: run("encrypt"), decrypt: run("decrypt"), slow: false, ours: true };
}

/** With a key pair: age's passphrase mode would measure scrypt. Absent where age is not installed. */
function age(dir: string): Contestant[] {
  const identity = join(dir, "age-identity");
  const { status } = spawnSync("age-keygen", ["-o", identity]);
  if (status !== 0) {
    say("bench: age is missing (Debian package age): not measured");
    return [];
  }
  const recipient = spawnSync("age-keygen", ["-y", identity], { encoding: "utf8" }).stdout.trim();
  return [
    {
      name: "age",
      encrypt: (from, to) => ["age", "-r", recipient, "-o", to, from],
      decrypt: (from, to) => ["age", "-d", "-i", identity, "-o", to, from],
      slow: false,
    },
  ];
}

function official(name: string, frameLength: number): Contestant {
  const run = (operation: string) => (from: string, to: string) => [
    process.execPath,
    join(REPO_ROOT, "bench/official.mjs"),
    ...[operation, from, to, String(frameLength)],
  ];
  return { name, encrypt: run("encrypt"), decrypt: run("decrypt"), slow: frameLength < 65_536 };
}

function python(program: string, key: string, name: string, flags: readonly string[]): Contestant {
  const run = (operation: string, more: readonly string[]) => (from: string, to: string) => [
    program,
    operation,
    ...["--input", from, "--output", to, "--wrapping-keys", `key=${key}`, "--suppress-metadata"],
    ...more,
  ];
  const context = ["--encryption-context", "purpose=bench"];
  return {
    name,
    encrypt: run("--encrypt", [...context, ...flags]),
    decrypt: run("--decrypt", context),
    slow: true,
  };
}
