/** What two folders that synthesize.ts wrote have different. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface Difference {
  /** The file, relative to both folders. */
  readonly file: string;
  /** Where in a JSON file, as keys joined by dots; the number of the line in any other. */
  readonly at: string;
  readonly cdktf: unknown;
  readonly terrain: unknown;
}

export interface Explained {
  readonly file: RegExp;
  /** Where, apart from lines of text: those are known by what they say. */
  readonly at?: string;
  /** Both values, with a blank between them. */
  readonly change: RegExp;
  readonly why: string;
}

const LIBRARY = { change: /^0\.21\.\d+ 0\.\d+\.\d+$/, why: "the library that wrote the file" };

/** The major version of the provider is the same: no argument was taken away. */
const PROVIDER_WHY = "each package of bindings asks for the provider that it was made from";

/** All that may be different. Whatever else is, is a fault. */
export const EXPLAINED: readonly Explained[] = [
  { file: /\/cdk\.tf\.json$/, at: "//.metadata.version", ...LIBRARY },
  { file: /\/manifest\.json$/, at: "version", ...LIBRARY },
  {
    file: /\/cdk\.tf\.json$/,
    at: "terraform.required_providers.aws.source",
    change: /^aws hashicorp\/aws$/,
    why: "two ways to write one address: the state and its lock file stay",
  },
  {
    file: /\/cdk\.tf\.json$/,
    at: "terraform.required_providers.aws.version",
    change: /^(\d+)\.\d+\.\d+ \1\.\d+\.\d+$/,
    why: PROVIDER_WHY,
  },
  {
    file: /\/versions\.tf$/,
    change: /^ *version = ">= (\d+)\.\d+\.\d+, < (\d+\.0\.0)" *version = ">= \1\.\d+\.\d+, < \2"$/,
    why: PROVIDER_WHY,
  },
];

/** Why a difference may be; `undefined` for a fault. */
export const explanation = ({ file, at, cdktf, terrain }: Difference): Explained | undefined =>
  EXPLAINED.find(
    (explained) =>
      explained.file.test(file) &&
      (explained.at ?? at) === at &&
      explained.change.test(`${cdktf} ${terrain}`),
  );

export interface Written {
  readonly folder: string;
  /** Where it was synthesized: a local backend's path begins with it. */
  readonly root: string;
}

/** @returns the files that were compared, and every difference */
export function compareWritten(
  cdktf: Written,
  terrain: Written,
): { readonly files: readonly string[]; readonly differences: readonly Difference[] } {
  const files = [...new Set([...filesOf(cdktf), ...filesOf(terrain)])].sort();
  const differences = files.flatMap((file) =>
    unlike(contentOf(cdktf, file), contentOf(terrain, file)).map((found) => ({ file, ...found })),
  );
  return { files, differences };
}

const filesOf = ({ folder }: Written): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));

/** A JSON file's value, or lines; `undefined` where the file is missing. */
function contentOf({ folder, root }: Written, file: string): unknown {
  let text: string;
  try {
    text = readFileSync(join(folder, file), "utf8");
  } catch {
    return undefined;
  }
  const without = text.replaceAll(`${root}/`, "");
  return file.endsWith(".json") ? JSON.parse(without) : without.split("\n");
}

type Found = Omit<Difference, "file">;

/** The order of keys counts too: it is what a reviewer would see change. */
function unlike(cdktf: unknown, terrain: unknown, path: readonly string[] = []): readonly Found[] {
  if (!isObject(cdktf) || !isObject(terrain) || Array.isArray(cdktf) !== Array.isArray(terrain))
    return Object.is(cdktf, terrain) ? [] : [{ at: path.join("."), cdktf, terrain }];
  const [ours, theirs] = [Object.keys(cdktf), Object.keys(terrain)];
  const keys = [...new Set([...ours, ...theirs])];
  const inside = keys.flatMap((key) => unlike(cdktf[key], terrain[key], [...path, key]));
  const sameKeys = ours.length === theirs.length && ours.every((key) => theirs.includes(key));
  if (!sameKeys || ours.join("\0") === theirs.join("\0")) return inside;
  return [{ at: [...path, "order of keys"].join("."), cdktf: ours, terrain: theirs }, ...inside];
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;
