/** Runs the CommonJS files of the bundle, each with its code cache where there is one. */
import { closeSync, fstatSync, openSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { Script } from "node:vm";
import type { Code, Codes } from "./pack";

const OF_BUNDLE = /^\.\/[\w-]+\.cjs$/;
const BEGIN = "(function (exports, require, module, __filename, __dirname, importOfModule) {";
const END = "\n})";

interface Loaded {
  readonly module: { exports: unknown };
  readonly script: Script;
  readonly version: string;
}

export interface Modules {
  /** @param name as in `require`. @throws what `require` throws */
  load(name: string): unknown;
  /** Whether a file ran without a cache, because there was none for it or V8 refused it. */
  readonly isIncomplete: () => boolean;
  /** Whether V8 refused the cache of the first file: no command can have set flags before it. */
  readonly isRefused: () => boolean;
  /**
   * Caches of all that was run, with the functions that ran. A cache has code and the constants of the source, and no state of the program: no
   * argument, no key, no plaintext. Source: https://nodejs.org/docs/latest-v24.x/api/vm.html#scriptcreatecacheddata ("does not contain any
   * JavaScript observable states").
   */
  take(): Codes;
}

/** @param codes what there is already, and stays where its file was not run. @param others for what is not of the bundle */
export function modulesOf(folder: string, codes: Codes | undefined, others: NodeJS.Require): Modules {
  const loaded = new Map<string, Loaded>();
  let incomplete = false;
  let refused = false;

  const load = (name: string): unknown => {
    const before = loaded.get(name);
    if (before !== undefined) return before.module.exports;
    const filename = join(folder, name);
    const { text, version } = sourceOf(filename, others);
    const code = codes?.get(name);
    const cachedData = code?.version === version ? code.data : undefined;
    const script = new Script(BEGIN + text + END, {
      filename,
      columnOffset: -BEGIN.length,
      cachedData,
    });
    if (cachedData === undefined || script.cachedDataRejected === true) incomplete = true;
    if (loaded.size === 0) refused = script.cachedDataRejected === true;
    const module = { exports: {} };
    loaded.set(name, { module, script, version });
    try {
      script.runInThisContext()(module.exports, require, module, filename, dirname(filename), importOfModule);
    } catch (error) {
      loaded.delete(name);
      throw error;
    }
    return module.exports;
  };
  /** For `import`, which in a script is an experiment of Node.js's that it warns about. */
  const importOfModule = (name: string): Promise<unknown> => import(pathToFileURL(join(folder, name)).href);
  const require = Object.assign((name: string) => (OF_BUNDLE.test(name) ? load(name) : others(name)), others);

  return {
    load,
    isIncomplete: () => incomplete,
    isRefused: () => refused,
    take: () =>
      new Map<string, Code>([
        ...(codes ?? []),
        ...[...loaded].map(
          ([name, { script, version }]) => [name, { version, data: script.createCachedData() }] as const,
        ),
      ]),
  };
}

/** The bundle is ASCII, so that each byte is a character, and V8 keeps it as it is. */
function sourceOf(path: string, others: NodeJS.Require): { readonly text: string; readonly version: string } {
  const fd = opened(path, others);
  try {
    // The time of the last change cannot be set; what an archive says of a file is the other time.
    const { size, ctimeNs } = fstatSync(fd, { bigint: true });
    return { text: readFileSync(fd, "latin1"), version: `${size}-${ctimeNs}` };
  } finally {
    closeSync(fd);
  }
}

/** @throws what `require` throws where it is missing */
function opened(path: string, others: NodeJS.Require): number {
  try {
    return openSync(path, "r");
  } catch (error) {
    others.resolve(path);
    throw error;
  }
}
