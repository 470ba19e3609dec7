/** What the line gives: one file in one request there, and in ranges back. */
import { readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Contestant, Tools } from "./contestants";

/** Requests at once. */
const RANGES = 8;

export function curl({ s3Endpoint, bucket, dir, ca }: Tools): Contestant {
  const { AWS_REGION: region, AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret } = process.env;
  const url = `${s3Endpoint}/${bucket}/curl`;
  const config = join(dir, "curl-config");
  const settings = [
    ...["silent", "show-error", "fail"],
    ...[`cacert = "${ca}"`, `user = "${id}:${secret}"`, `aws-sigv4 = "aws:amz:${region}:s3"`],
    'header = "x-amz-content-sha256: UNSIGNED-PAYLOAD"',
  ];
  writeFileSync(config, settings.join("\n"), { mode: 0o600 });
  const fileIn = (directory: string): string => join(directory, readdirSync(directory)[0] ?? "");
  let bytes = 0;
  return {
    name: "curl (bytes only: the limit)",
    env: process.env,
    takes: ({ files }) => files === 1,
    backup: (directory) => {
      bytes = statSync(fileIn(directory)).size;
      return ["curl", "-K", config, "-T", fileIn(directory), url];
    },
    restore: (target) => {
      const each = Math.ceil(bytes / RANGES);
      const range = (_: unknown, index: number): string[] => [
        ...(index === 0 ? ["--parallel", "--parallel-immediate"] : ["--next"]),
        ...["-K", config, "-r", `${index * each}-${(index + 1) * each - 1}`, url],
        ...["--create-dirs", "-o", join(target, String(index))],
      ];
      return ["curl", ...Array.from({ length: RANGES }, range).flat()];
    },
    compare: (directory, target) => [
      "bash",
      "-c",
      'cat "$2"/* | cmp - "$1"',
      "bash",
      fileIn(directory),
      target,
    ],
  };
}
