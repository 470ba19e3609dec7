/** All that a release has for hosts without Node.js, for each processor, and the list of its digests. */
import { createHash } from "node:crypto";
import { createReadStream, existsSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import { OperatorError } from "../../scripts/errors";
import { ARCHITECTURES, type Architecture } from "../executable/node-binary";
import { REPO_ROOT } from "../paths";
import { run } from "../processes/run";
import { linuxPackages } from "./packages";

/** `sha256sum -c` reads it. */
export const SUMS = "SHA256SUMS";
/** Where there is no commit to take it from: 1985-10-26, as npm dates the files in packages. */
const NO_DATE = 499_162_500;

export interface ArtefactOptions {
  /** Sources, with `scripts/dist` built. */
  readonly root: string;
  readonly out: string;
  /** @default - all */
  readonly architectures?: readonly Architecture[];
}

/**
 * Writes them, dated with `SOURCE_DATE_EPOCH`, or the last commit. Returns paths.
 *
 * @throws OperatorError (`source`) where the command-line tool is not built, (`tool`) when Node.js or nfpm cannot be had
 */
export async function linuxArtefacts(
  { root, out, architectures = ARCHITECTURES }: ArtefactOptions,
  notify: (line: string) => void,
): Promise<readonly string[]> {
  if (!existsSync(join(root, "scripts/dist/bin.cjs")))
    throw new OperatorError("source", "scripts/dist is not built", { hint: "run: npm run build -w scripts" });
  const epoch = await dateOfSources();
  const files: string[] = [];
  for (const architecture of architectures)
    files.push(...(await linuxPackages({ architecture, root, out: resolve(out), epoch }, notify)));
  const sums = files.map(async (path) => `${await digestOf(path)}  ${basename(path)}\n`);
  const list = join(resolve(out), SUMS);
  writeFileSync(list, (await Promise.all(sums)).join(""));
  return [...files, list];
}

/** Source: https://reproducible-builds.org/specs/source-date-epoch/ */
async function dateOfSources(): Promise<number> {
  const given = process.env.SOURCE_DATE_EPOCH;
  if (given !== undefined && /^\d{1,11}$/.test(given)) return Number(given);
  const { status, stdout } = await run("git", ["log", "-1", "--format=%ct"], { cwd: REPO_ROOT });
  return status === 0 && stdout.trim() !== "" ? Number(stdout) : NO_DATE;
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}
