/** What the tests of commands on retention share: a bucket in memory with backups of some age. */

import type { RecordKind } from "../../../modules/backup-contract";
import { manifestKey } from "../../../scripts/core/object-key";
import { recordKey } from "../../../scripts/core/records/record-key";
import { type Ran, sealstack } from "../processes/cli";
import { memoryServices } from "./memory-services";
import type { MemoryVersions } from "./memory-versions";

export const NOW = new Date("2026-11-28T12:00:00Z");

const DAY_MS = 24 * 60 * 60 * 1000;

export const daysAgo = (days: number): Date => new Date(NOW.getTime() - days * DAY_MS);

const stamp = (at: Date): string =>
  at
    .toISOString()
    .replace(/\.\d+Z$/, "Z")
    .replace(/[-:]/g, "");

export const idOf = (at: Date, series = "etcd/etcd"): string => `${series}-${stamp(at)}.tar.gz.kms`;

/** A backup, stored a minute after its time. @returns its id */
export function addBackup(bucket: MemoryVersions, days: number, series?: string): string {
  const at = daysAgo(days);
  const id = idOf(at, series);
  bucket.put(id, new Date(at.getTime() + 60_000), { body: Buffer.alloc(100) });
  bucket.put(manifestKey(id), new Date(at.getTime() + 61_000), { body: Buffer.alloc(10) });
  return id;
}

/** @returns key of the record */
export function addRecord(
  bucket: MemoryVersions,
  kind: RecordKind,
  id: string,
  ending?: string,
  at = NOW,
): string {
  const key = recordKey(kind, id, at, ending);
  bucket.put(key, at);
  return key;
}

/** Runs a command on it, at {@link NOW}. */
export const runOn = (bucket: MemoryVersions, ...words: readonly string[]): Promise<Ran> =>
  sealstack([...words, "--bucket", "memory", "--region", "eu-central-1"], {
    services: memoryServices(bucket),
    env: {},
    now: () => NOW,
  });

/** The same, of what has to end well. @returns its report */
export async function dataOn(bucket: MemoryVersions, ...words: readonly string[]) {
  const { status, stdout, stderr } = await runOn(bucket, "--json", ...words);
  expect({ status, stderr }).toEqual({ status: 0, stderr: expect.any(String) });
  return JSON.parse(stdout.toString());
}
