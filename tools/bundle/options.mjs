// How the command-line tool is bundled: for npm in files that are read when they are needed, for the single executable in one.
import { readFile } from "node:fs/promises";

export const BUNDLE_OPTIONS = {
  bundle: true,
  platform: "node",
  mainFields: ["module", "main"], // of ES modules, esbuild leaves out what nobody uses
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: "none",
  logLevel: "warning",
};

/** What packages make when they are loaded, and no command uses, or few: files, and what stands there instead. */
const UNUSED = [
  {
    // Loads streams of the web, which nobody gives to the SDK here.
    file: /serde\/util-stream\/checksum\/createChecksumStream\.browser\.js$/,
    text: /^[\s\S]*new TransformStream[\s\S]*$/,
    instead:
      'export const createChecksumStream = () => { throw new TypeError("a stream of the web has no checksum here"); };',
  },
  {
    // Loads WebCrypto for the same number.
    file: /serde\/uuid\/v4\.js$/,
    text: /^[\s\S]*crypto\.randomUUID[\s\S]*$/,
    instead: 'import { randomUUID } from "node:crypto"; export const bindV4 = () => () => randomUUID();',
  },
  {
    // For commands that are programs of their own: none is.
    file: /commander\/lib\/command\.js$/,
    text: "const childProcess = require('node:child_process');",
    instead: "const childProcess = { spawn: (...words) => require('node:child_process').spawn(...words) };",
  },
];

/** @throws Error where a package has changed, so that none of it comes back unseen. */
export const withoutUnused = {
  name: "what is never used is not made",
  setup: ({ onLoad }) => {
    for (const { file, text, instead } of UNUSED)
      onLoad({ filter: file }, async ({ path }) => {
        const source = await readFile(path, "utf8");
        const contents = source.replace(text, () => instead);
        if (contents === source) throw new Error(`${path} is not what it was: see tools/bundle/options.mjs`);
        return { contents };
      });
  },
};

/**
 * `node:http` is required, not imported: for an import, Node.js makes every export, also those that it would make when they are first used,
 * and so loads all of fetch and WebSocket, which takes longer than Node.js itself.
 */
export const requiredHttp = {
  name: "node:http is required",
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^(node:)?http$/, namespace: "file" }, ({ path, kind }) =>
      kind === "require-call" ? undefined : { path, namespace: "required" },
    );
    onLoad({ filter: /./, namespace: "required" }, ({ path }) => ({
      contents: `module.exports = require(${JSON.stringify(path)});`,
    }));
  },
};
