// Bundles the command-line tool to one file, so that a host installs no dependency tree: scripts/dist/sealstack.js,
// and beside it the licences of what is inside.
import { readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { build } from "esbuild";

const out = "scripts/dist/sealstack.js";
const common = {
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: "none",
  logLevel: "warning",
};
const { metafile } = await build({
  ...common,
  entryPoints: ["scripts/bin.ts"],
  keepNames: true, // error names decide exit statuses
  outfile: out,
  metafile: true,
});

// Threads begin at a file of their own, which the bundle looks for beside itself.
const worker = "frame-worker.js";
await build({
  ...common,
  entryPoints: [join("scripts/core/crypto", worker)],
  outfile: join(dirname(out), worker),
});

const packages = new Set(
  Object.keys(metafile.inputs)
    .map((path) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1])
    .filter((path) => path !== undefined),
);
const notices = await Promise.all([...packages].sort().map(notice));
await writeFile(
  join(dirname(out), "THIRD_PARTY_LICENSES.txt"),
  `${notices.join(`\n\n${"-".repeat(80)}\n\n`)}\n`,
);

async function notice(folder) {
  const { name, version, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const texts = ["LICENSE", "LICENSE.md", "LICENSE.txt", "license", "License", "LICENCE"].map((file) =>
    readFile(join(folder, file), "utf8").catch(() => undefined),
  );
  const text =
    (await Promise.all(texts)).find((found) => found !== undefined) ??
    "(the package carries no licence text)";
  return `${name} ${version} (${license})\n\n${text.trim()}`;
}
