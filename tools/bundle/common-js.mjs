// The chunks of the bundle as CommonJS. esbuild splits ES modules only; but to load, link and run them takes Node.js more processor time (in turns with
// aws-encryption-cli, which took 1: `encrypt` of 1 KiB 0.41 instead of 0.49 on Node.js 20, 0.35 instead of 0.42 on 24).
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { transform } from "esbuild";
import { lighten } from "./lighten.mjs";

const FROM = ".mjs";
const TO = ".cjs";
/** Stands for `import`, where esbuild makes all other calls of it to calls of `require`; the loader (scripts/code-cache) gives it to each file. */
const KEPT = "importOfModule";

/**
 * Converts all ES modules of a folder.
 * @param {string} folder
 * @param {string} module file name of one that stays what it is, and is imported
 * @param {import("esbuild").TransformOptions} options
 */
export async function toCommonJs(folder, module, options) {
  const names = (await readdir(folder)).filter((name) => name.endsWith(FROM));
  for (const name of names) {
    const text = await readFile(join(folder, name), "utf8");
    const { code } = await transform(text.replaceAll(`import("./${module}")`, `${KEPT}("./${module}")`), {
      ...options,
      format: "cjs",
      platform: "node",
      supported: { "dynamic-import": false },
    });
    // ES modules are strict without saying so.
    const converted = `"use strict";${lighten(code)}`.replace(
      /require\("\.\/([\w-]+)\.mjs"\)/g,
      `require("./$1${TO}")`,
    );
    await writeFile(join(folder, name.slice(0, -FROM.length) + TO), converted);
    await rm(join(folder, name));
  }
}
