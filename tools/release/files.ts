/** What a release changes, as texts by path from the root; `undefined` removes a file. Pure. */
import { releasedChangelog } from "./changelog";
import type { Change } from "./changes";

/** Files of the tree that a release reads and writes. */
export const FILES = {
  library: "package.json",
  cli: "scripts/package.json",
  lock: "package-lock.json",
  changelog: "CHANGELOG.md",
  report: "api/sealstack.api.md",
  released: "api/released.api.md",
  collection: "ansible/galaxy.yml",
  collectionRole: "ansible/roles/sealstack/defaults/main.yml",
} as const;

export type ReleaseFiles = Readonly<Record<string, string | undefined>>;

export interface NewRelease {
  readonly version: string;
  /** As `2026-01-31`. */
  readonly date: string;
  readonly changes: readonly Change[];
  readonly repository?: string | undefined;
}

/** @param read text of a file of the tree */
export function releaseFiles(read: (path: string) => string, release: NewRelease): ReleaseFiles {
  const { version, date, changes, repository } = release;
  const manifest = (path: string, directory?: string) => {
    const { name, ...rest } = JSON.parse(read(path));
    const where = repository === undefined ? {} : { repository: repositoryField(repository, directory) };
    return json({ name, ...rest, version, ...where });
  };
  const lock = JSON.parse(read(FILES.lock));
  lock.version = version;
  lock.packages[""].version = version;
  lock.packages.scripts.version = version;
  return {
    [FILES.library]: manifest(FILES.library),
    [FILES.cli]: manifest(FILES.cli, "scripts"),
    [FILES.lock]: json(lock),
    [FILES.changelog]: releasedChangelog(read(FILES.changelog), changes, version, date),
    [FILES.released]: read(FILES.report),
    [FILES.collection]: withKeys(read(FILES.collection), {
      version,
      ...(repository === undefined ? {} : { repository: repositoryUrl(repository) }),
    }),
    [FILES.collectionRole]: withKeys(read(FILES.collectionRole), { sealstack_version: version }),
    ...Object.fromEntries(changes.map(({ file }) => [`changes/${file}`, undefined])),
  };
}

function repositoryField(address: string, directory: string | undefined) {
  const url = `git+${repositoryUrl(address)}.git`;
  return { type: "git", url, ...(directory === undefined ? {} : { directory }) };
}

const repositoryUrl = (address: string): string => address.replace(/(\.git)?\/?$/, "");

/** YAML with other values of keys that stand at its top, each on one line; comments and the rest stay. */
function withKeys(text: string, values: Readonly<Record<string, string>>): string {
  return Object.entries(values).reduce((before, [key, value]) => {
    const line = new RegExp(`^${key}:.*$`, "m");
    if (!line.test(before)) throw new Error(`there is no key ${key}`);
    return before.replace(line, () => `${key}: ${value}`);
  }, text);
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
