/**
 * Starts the bundle with V8's code cache: to compile what a small command runs takes longer than to run it. Where the cache lies, how to turn it
 * off, and why it is safe: docs/code-cache.md.
 */
import { hash } from "node:crypto";
import { join } from "node:path";
import { FLAGS_AT_START } from "../heap-flags";
import { keep, mark } from "./keep";
import { type Modules, modulesOf } from "./modules";
import { type Pack, packOf, readPack } from "./pack";
import { folderOf, isOursAlone, type Place, placeOf, readOwn } from "./place";

const PROGRAM = "./bin.cjs";
/** Of all that is in the bundle; tools/bundle puts it here. */
declare const BUNDLE_DIGEST: string;

/** As a mark: of a pack that V8 does not take, the tag says nothing of this V8; the next start has its own. */
const NO_PACK = Buffer.alloc(0);

/** A command; what begins otherwise shares one pack. */
const COMMAND = /^[a-z][a-z-]*$/;

/** @param folder of the bundle. @param require for what is not of it. @throws what loading it throws */
export function start(folder: string, require: NodeJS.Require): void {
  const place = placeOf(process.env);
  if (place === undefined) {
    modulesOf(folder, undefined, require).load(PROGRAM);
    return;
  }
  const flags = FLAGS_AT_START.get(process.argv[2] ?? "") ?? [];
  for (const flag of flags) v8(require).setFlagsFromString(flag);
  const name = nameOf(process, flags);
  const found = packIn(place, name);
  const modules = modulesOf(folder, found?.codes, require);
  const tag = found !== undefined && found.codes === undefined ? versionTag(require) : found?.tag;
  process.on("exit", (status) => {
    if (status === 0) remember(place, name, { found, tag, modules, require });
  });
  modules.load(PROGRAM);
}

/** One pack for each command, and for whatever may change what V8 compiles. */
function nameOf(
  { argv: [, , first = ""], version, arch, execArgv, env }: NodeJS.Process,
  ours: readonly string[],
): string {
  const flags = [...execArgv, ...(env.NODE_OPTIONS ? [env.NODE_OPTIONS] : []), ...ours];
  const ofFlags = flags.length === 0 ? "" : `-${hash("sha256", flags.join("\0")).slice(0, 8)}`;
  return `${COMMAND.test(first) ? first : "options"}.${version}-${arch}${ofFlags}`;
}

/** @returns nothing where the command has not been run; without codes where there is a mark only, or what is damaged or of another bundle. */
function packIn(place: Place, name: string): Partial<Pack> | undefined {
  try {
    if (!isOursAlone(place)) return undefined;
    return readPack(BUNDLE_DIGEST, readOwn(join(folderOf(place), name)));
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENOENT" ? undefined : {};
  }
}

interface Ran {
  readonly found: Partial<Pack> | undefined;
  /** At the start, or of the pack. */
  readonly tag: number | undefined;
  readonly modules: Modules;
  readonly require: NodeJS.Require;
}

/** After all is done and said. A cache is nobody's order: what goes wrong here is not told. */
function remember(place: Place, name: string, { found, tag, modules, require }: Ran): void {
  try {
    if (found === undefined) mark(place, name);
    else if (modules.isRefused()) keep(place, name, NO_PACK);
    else if (modules.isIncomplete() && tag === versionTag(require))
      keep(place, name, packOf(BUNDLE_DIGEST, { tag, codes: modules.take() }));
  } catch {
    // as it was
  }
}

/** Of V8 and its flags. Where a command has set flags of its own, nothing is written: at the next start, V8 would refuse it. */
const versionTag = (require: NodeJS.Require): number => v8(require).cachedDataVersionTag();

/** Loaded where it is needed: most starts do without. */
const v8 = (require: NodeJS.Require) => require("node:v8") as typeof import("node:v8");
