// Fewer files: what a command always reads stands in one of them. esbuild makes a chunk for every set of modules that the same entries need,
// which are some 80 for `encrypt`, most of a few hundred bytes; to find and link one takes longer than to compile it.
import { createHash } from "node:crypto";
import { basename } from "node:path";
import { build } from "esbuild";

/**
 * Writes a split bundle with some of its chunks merged. Every chunk is in one file only, and so is every class.
 * @param {import("esbuild").BuildResult<{ metafile: true, write: false }>} split
 * @param {readonly { name: string, entries: readonly string[] }[]} groups Files, and the sources whose imports stand in them; what an
 *   earlier one has, a later one takes from there. The entry of the program is in the first; other entries stay files, because they are read on demand.
 * @param {import("esbuild").BuildOptions} options of what is written
 */
export async function mergeChunks({ metafile, outputFiles }, groups, options) {
  const outputs = new Map(Object.entries(metafile.outputs).map(([path, output]) => [basename(path), output]));
  const texts = new Map(outputFiles.map((file) => [basename(file.path), file.text]));
  const merged = groupsOf(outputs, groups);
  const homes = new Map(merged.flatMap(({ file, chunks }) => chunks.map((chunk) => [chunk, file])));
  const homeOf = (chunk) => homes.get(chunk) ?? chunk;

  /** Two chunks of one file may have the same names. */
  const exported = (chunk, order) =>
    (outputs.get(chunk)?.exports ?? [])
      .map((name) => order(name, `${chunk.replace(/\W/g, "_")}_${name}`).join(" as "))
      .join(",");
  const contents = {
    group: (file) =>
      merged
        .find((group) => group.file === file)
        ?.chunks.map((chunk) => `export{${exported(chunk, (own, other) => [own, other])}}from"./${chunk}";`)
        .join(""),
    chunk: (name) => texts.get(name),
    elsewhere: (chunk) =>
      `export{${exported(chunk, (own, other) => [other, own])}}from"file:./${homeOf(chunk)}";`,
  };
  const setup = ({ onResolve, onLoad }) => {
    onResolve({ filter: /^group:/ }, ({ path }) => ({ path: path.slice(6), namespace: "group" }));
    onResolve({ filter: /^file:/ }, ({ path }) => ({ path: path.slice(5), external: true }));
    onResolve({ filter: /\.mjs$/ }, ({ path, importer, namespace, kind }) => {
      const chunk = basename(path);
      if (!outputs.has(chunk)) return { path, external: true };
      const from = namespace === "group" ? importer : homeOf(importer);
      if (kind === "entry-point" || homeOf(chunk) === from) return { path: chunk, namespace: "chunk" };
      return homes.has(chunk)
        ? { path: chunk, namespace: "elsewhere" }
        : { path: `./${chunk}`, external: true };
    });
    for (const [namespace, of] of Object.entries(contents))
      onLoad({ filter: /./, namespace }, ({ path }) => ({ contents: of(path) }));
  };
  const alone = [...outputs.keys()].filter((chunk) => !homes.has(chunk));
  return build({
    ...options,
    entryPoints: [
      ...merged.map(({ file }) => ({ in: `group:${file}`, out: file.replace(/\.mjs$/, "") })),
      ...alone.map((chunk) => ({ in: chunk, out: chunk.replace(/\.mjs$/, "") })),
    ],
    plugins: [{ name: "chunks", setup }],
  });
}

function groupsOf(outputs, groups) {
  const taken = new Set();
  return groups.map(({ name, entries }, index) => {
    const chunks = [];
    const add = (chunk) => {
      if (taken.has(chunk)) return;
      taken.add(chunk);
      for (const next of importsOf(outputs, chunk)) add(next);
      chunks.push(chunk);
    };
    for (const source of entries) {
      const entry = [...outputs].find(([, { entryPoint }]) => entryPoint === source)?.[0];
      if (entry === undefined) throw new Error(`nothing begins with ${source}`);
      if (index === 0) add(entry);
      else for (const next of importsOf(outputs, entry)) add(next);
    }
    // The name is made of what the file holds, as the chunks' own are.
    const hash = createHash("sha256").update(chunks.join()).digest("hex").slice(0, 8).toUpperCase();
    return { file: index === 0 ? `${name}.mjs` : `${name}-${hash}.mjs`, chunks };
  });
}

const importsOf = (outputs, chunk) =>
  (outputs.get(chunk)?.imports ?? [])
    .filter(({ kind, path }) => kind === "import-statement" && outputs.has(basename(path)))
    .map(({ path }) => basename(path));
