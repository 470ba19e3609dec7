/** Where the API reports are. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { REPO_ROOT } from "../paths";

export const REPORT = {
  /** Of the sources as they are. */
  current: join(REPO_ROOT, "api", "sealstack.api.md"),
  /** Of the last release: what breaking changes are measured against. The release writes it. */
  released: join(REPO_ROOT, "api", "released.api.md"),
} as const;

/** Text of a report; empty where there is none yet. */
export function readReport(path: string): string {
  return existsSync(path) ? readFileSync(path, "utf8") : "";
}
