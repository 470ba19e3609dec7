/** What is known about the emulator that was started in a folder: one small file, written whole. */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ProcessId } from "../processes/started";

/** Who answers. */
export type EmulatorKind = "localstack" | "localstack-container" | "ministack";

export interface EmulatorRecord {
  readonly kind: EmulatorKind;
  /** Such as `http://127.0.0.1:4566`. */
  readonly endpoint: string;
  /** The process to end, or the container to stop. */
  readonly process?: ProcessId;
  readonly containerId?: string;
}

const FILE = "emulator.json";

export function readRecord(dir: string): EmulatorRecord | undefined {
  try {
    return JSON.parse(readFileSync(join(dir, FILE), "utf8")) as EmulatorRecord;
  } catch {
    return undefined;
  }
}

export function writeRecord(dir: string, record: EmulatorRecord): void {
  mkdirSync(dir, { recursive: true });
  const path = join(dir, FILE);
  writeFileSync(`${path}.new`, `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

export function removeRecord(dir: string): void {
  rmSync(join(dir, FILE), { force: true });
}
