// Bundles the command-line tool, so that a host installs no dependency tree: scripts/dist/bin.mjs, chunks that are read when a command
// needs them (reading all of it would more than double the time to start), threads, and the licences and the bill of materials of what is
// inside.
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { build } from "esbuild";
import { notices } from "./notices.mjs";
import { sbom } from "./sbom.mjs";

const OUT = "scripts/dist";
const common = {
  bundle: true,
  platform: "node",
  target: "node20",
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: "none",
  logLevel: "warning",
  outdir: OUT,
  metafile: true,
};
const tool = await build({
  ...common,
  entryPoints: ["scripts/bin.ts"],
  format: "esm", // the only one that esbuild splits
  splitting: true,
  outExtension: { ".js": ".mjs" },
  keepNames: true, // error names decide exit statuses
  banner: {
    js: 'import{createRequire as createRequireOfBundle}from"node:module";const require=createRequireOfBundle(import.meta.url),__dirname=import.meta.dirname;',
  },
});

// Threads begin at files of their own, which the bundle looks for beside itself.
const sources = await readdir("scripts/core", { recursive: true });
const threads = await build({
  ...common,
  entryPoints: sources
    .filter((path) => path.endsWith("-worker.js"))
    .map((path) => join("scripts/core", path)),
  entryNames: "[name]",
  format: "cjs",
});

const NOTICES = "THIRD_PARTY_LICENSES.txt";
const SBOM = "sbom.cdx.json";
const made = [tool, threads]
  .flatMap(({ metafile }) => Object.keys(metafile.outputs))
  .map((path) => basename(path));
for (const name of await readdir(OUT))
  if (![...made, NOTICES, SBOM].includes(name)) await rm(join(OUT, name), { recursive: true });

const packages = new Set(
  [tool, threads]
    .flatMap(({ metafile }) => Object.keys(metafile.inputs))
    .map((path) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1])
    .filter((path) => path !== undefined),
);
const folders = [...packages].sort();
const manifests = await Promise.all(folders.map(manifest));
await writeFile(join(OUT, NOTICES), await notices(folders));
await writeFile(join(OUT, SBOM), `${JSON.stringify(sbom(await manifest("scripts"), manifests), null, 2)}\n`);

async function manifest(folder) {
  return JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
}
