/** Runs `sealstack import-key-material` against a KMS in memory, and judges its refusals. */
import { type KeyObject, randomBytes } from "node:crypto";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Readable } from "node:stream";
import type { ImportTarget } from "../../../scripts/core/import-key-material/ports";
import type { ImportKms } from "../kms/import-kms";
import { memoryServices } from "../stores/memory-services";
import { MemoryStore } from "../stores/memory-store";
import { useTempDir } from "../temp-dir";
import { type Ran, sealstack } from "./cli";

const ACCOUNT = "arn:aws:kms:eu-central-1:111122223333:key";
export const KEY = `${ACCOUNT}/1234abcd-12ab-34cd-56ef-1234567890ab`;
export const PRIMARY = `${ACCOUNT}/mrk-1234abcd12ab34cd56ef1234567890ab`;
export const REPLICA = PRIMARY.replace("eu-central-1", "eu-west-1");
const NOW = new Date("2026-01-01T00:00:00Z");

/** A symmetric key that waits for its material. */
export const target = (more: Partial<ImportTarget> = {}): ImportTarget => ({
  arn: KEY,
  origin: "EXTERNAL",
  state: "PendingImport",
  spec: "SYMMETRIC_DEFAULT",
  multiRegion: undefined,
  ...more,
});
export const primary = (more: Partial<ImportTarget> = {}) =>
  target({ arn: PRIMARY, multiRegion: "PRIMARY", ...more });
export const replica = (more: Partial<ImportTarget> = {}) =>
  target({ arn: REPLICA, multiRegion: "REPLICA", ...more });

export const pkcs8 = (key: KeyObject): Buffer => key.export({ format: "der", type: "pkcs8" });

/** For `describe`: writes material to a file of each test's own, and returns its path. */
export function useMaterialFile(): (bytes: Buffer | string, mode?: number) => string {
  const dir = useTempDir();
  return (bytes, mode = 0o600) => {
    const file = join(dir(), "material");
    writeFileSync(file, bytes, { mode });
    chmodSync(file, mode); // whatever the umask is
    return file;
  };
}

/** At the beginning of 2026. */
export function runImport(
  kms: ImportKms,
  argv: readonly string[],
  stdin: Buffer | Readable = Buffer.alloc(0),
): Promise<Ran> {
  const services = { ...memoryServices(new MemoryStore()), keyImport: async () => kms };
  return sealstack(["import-key-material", ...argv], { env: {}, now: () => NOW, services, stdin });
}

/** Exit status and message as expected, nothing on stdout, nothing imported, and nothing of `secret` anywhere. */
export function assertRefused(
  ran: Ran,
  status: number,
  problem: string,
  kms: ImportKms,
  secret = randomBytes(32),
): void {
  expect([ran.status, ran.stdout.toString()]).toEqual([status, ""]);
  expect(ran.stderr).toContain(problem);
  expect(kms.imports).toEqual([]);
  for (const encoding of ["hex", "base64", "latin1"] as const)
    expect(ran.stderr).not.toContain(secret.toString(encoding));
}
