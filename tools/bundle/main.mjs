// Bundles the command-line tool, so that a host installs no dependency tree: scripts/dist/bin.cjs, chunks that are read when a command
// needs them (reading all of it would more than double the time to start), threads, and the licences and the bill of materials of what is
// inside. All of it is written beside what is there, and then put in its place: who runs the tool meanwhile has a whole one, and so has
// who interrupts this.
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { toCommonJs } from "./common-js.mjs";
import { mergeChunks } from "./merge-chunks.mjs";
import { notices } from "./notices.mjs";
import { BUNDLE_OPTIONS, requiredHttp, withoutUnused } from "./options.mjs";
import { sbom } from "./sbom.mjs";

const OUT = "scripts/dist";
const NEW = ".new-"; // and the process that writes there
const own = `${NEW}${process.pid}`;
const beside = join(OUT, own);
const PROGRAM = "bin.cjs";
const HANDLER = "fleet-handler";
/** What is read at each start, and what the commands read that scripts run most. */
const GROUPS = [
  { name: "bin", entries: ["scripts/bin.ts"] },
  {
    name: "messages",
    entries: [
      "scripts/commands/messages/encrypt.ts",
      "scripts/commands/messages/decrypt.ts",
      "scripts/core/crypto/index.ts",
      "scripts/clients/settings/endpoint.ts",
    ],
  },
];
const common = { ...BUNDLE_OPTIONS, target: "node20", outdir: beside, metafile: true };
const module = {
  format: "esm", // the only one that esbuild splits
  outExtension: { ".js": ".mjs" },
  keepNames: true, // error names decide exit statuses
};
const tool = await build({
  ...common,
  entryPoints: ["scripts/bin.ts"],
  ...module,
  splitting: true,
  write: false,
  plugins: [requiredHttp, withoutUnused, { name: "the handler is a file of its own", setup: handlerApart }],
});
const { keepNames: _kept, ...again } = module;
// What has the shortest syntax is not put to it again: esbuild makes one statement of all constants of a chunk, and looks for each of them through all of
// those behind it when it reads that statement again. The client of EC2 has thousands: that took twenty seconds.
const { minifySyntax: _done, ...shortened } = common;
await mergeChunks(tool, GROUPS, { ...shortened, ...again });
const { minifyWhitespace, legalComments, target } = common;
await toCommonJs(beside, `${HANDLER}.mjs`, { minifyWhitespace, legalComments, target });

// What starts the program, and says in the code cache whose cache it is.
const digest = createHash("sha256");
for (const name of (await readdir(beside)).sort())
  digest.update(name).update(await readFile(join(beside, name)));
await build({
  ...common,
  entryPoints: [{ in: "scripts/code-cache/index.ts", out: "code-cache" }],
  format: "cjs",
  outExtension: { ".js": ".cjs" },
  define: { BUNDLE_DIGEST: JSON.stringify(digest.digest("hex")) },
});

const banner = {
  js: 'import{createRequire as createRequireOfBundle}from"node:module";const require=createRequireOfBundle(import.meta.url),__dirname=import.meta.dirname;',
};
// What Lambda runs is one file, with its threads beside it; the tool reads that file, and has no copy of what is in it.
const handler = await build({
  ...common,
  ...module,
  banner,
  plugins: [requiredHttp, withoutUnused],
  entryPoints: [`scripts/${HANDLER}.ts`],
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
const packages = new Set(
  [tool, handler, threads]
    .flatMap(({ metafile }) => Object.keys(metafile.inputs))
    .map((path) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1])
    .filter((path) => path !== undefined),
);
const folders = [...packages].sort();
const manifests = await Promise.all(folders.map(manifest));
await mkdir(beside, { recursive: true });
await writeFile(join(beside, NOTICES), await notices(folders));
await writeFile(
  join(beside, SBOM),
  `${JSON.stringify(sbom(await manifest("scripts"), manifests), null, 2)}\n`,
);

// The program last: until then the old one finds all of its chunks, whose names are made of what they hold.
const made = await readdir(beside);
const first = made.filter((name) => name !== PROGRAM);
for (const name of [...first, PROGRAM]) await rename(join(beside, name), join(OUT, name));
for (const name of await readdir(OUT))
  if (!made.includes(name) && !isBeingWritten(name)) await rm(join(OUT, name), { recursive: true });

function handlerApart({ onResolve }) {
  onResolve({ filter: new RegExp(`^\\./${HANDLER}$`) }, () => ({ path: `./${HANDLER}.mjs`, external: true }));
}

/** Whether another build writes there now. */
function isBeingWritten(name) {
  if (!name.startsWith(NEW) || name === own) return false;
  try {
    return process.kill(Number(name.slice(NEW.length)), 0);
  } catch {
    return false; // what an interrupted build has left
  }
}

async function manifest(folder) {
  return JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
}
