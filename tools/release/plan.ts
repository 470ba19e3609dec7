/** What is to be released, and what stands in its way. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { OperatorError } from "../../scripts/errors";
import { breakingChanges } from "../api/compare";
import { apiReport } from "../api/report";
import { REPO_ROOT } from "../paths";
import { unannounced } from "./announced";
import { lastReleased, unreleasedLines } from "./changelog";
import { type Change, readChanges } from "./changes";
import { FILES, type ReleaseFiles, releaseFiles } from "./files";
import type { ReleaseOptions } from "./options";
import { hasTag, isClone, isTagged, uncommitted } from "./tree";
import { askedVersion, nextVersion } from "./version";

export interface Plan {
  readonly current: string;
  readonly version: string;
  /** Why the version is this one. */
  readonly because: string;
  readonly changes: readonly Change[];
  /** Empty for a release that was prepared before. */
  readonly files: ReleaseFiles;
  /** Why nothing can be released, or published. */
  readonly problems: readonly string[];
}

/** @throws {OperatorError} when there is nothing to release */
export async function planRelease(options: ReleaseOptions, now: Date): Promise<Plan> {
  const manifest = JSON.parse(read(FILES.library));
  const current: string = manifest.version;
  const cli: string = JSON.parse(read(FILES.cli)).version;
  const changes = readChanges();
  const dirty = isClone() ? await uncommitted() : [];
  const isPrepared = isClone() && (await isTagged(current));
  const { version, because } = isPrepared
    ? { version: current, because: "prepared before" }
    : decide(options, current, changes);
  const repository = options.repository;
  const isKnown = repository !== undefined || manifest.repository !== undefined;
  const problems = [
    ...(isClone() ? [] : ["the tree is no clone of the repository"]),
    ...(dirty.length === 0
      ? []
      : [`the tree is not clean: ${dirty.length} files differ from the last commit`]),
    ...(cli === current
      ? []
      : [`the packages are not in step: sealstack is ${current}, @sealstack/cli ${cli}`]),
    ...(isClone() && !isPrepared && (await hasTag(version))
      ? [`tag 'v${version}' exists, and is not of the last commit`]
      : []),
    ...apiProblems(changes),
    ...(!options.publish || isKnown
      ? []
      : ["provenance names the repository, which nobody said: use '--repository URL'"]),
  ];
  const date = now.toISOString().slice(0, 10);
  const files = isPrepared ? {} : releaseFiles(read, { version, date, changes, repository });
  return { current, version, because, changes, files, problems };
}

function decide(options: ReleaseOptions, current: string, changes: readonly Change[]) {
  const changelog = read(FILES.changelog);
  if (changes.length === 0 && unreleasedLines(changelog) === "")
    throw new OperatorError("usage", "nothing is to be released: changes/ is empty", {
      hint: "Describe each change in a file of its own, as CONTRIBUTING.md says.",
    });
  const isFirst = lastReleased(changelog) === undefined;
  const least = isFirst ? current : nextVersion(current, changes);
  if (options.version !== undefined)
    return { version: askedVersion(options.version, current, least), because: "asked for" };
  if (isFirst) return { version: current, because: "the first release, so that the version stands" };
  const count = changes.filter(({ mark }) => mark === "breaking").length;
  return {
    version: least,
    because: `of ${changes.length} changes ${count} ${count === 1 ? "is" : "are"} breaking`,
  };
}

function apiProblems(changes: readonly Change[]): readonly string[] {
  const report = read(FILES.report);
  if (apiReport() !== report) return [`${FILES.report} is out of date: run 'npm run api'`];
  return unannounced(breakingChanges(read(FILES.released), report), changes).map(
    ({ says }) => `breaking, and no file in changes/ says so: ${says}`,
  );
}

function read(path: string): string {
  return readFileSync(join(REPO_ROOT, path), "utf8");
}
