// How the command-line tool is bundled: for npm in files that are read when they are needed, for the single executable in one.

export const BUNDLE_OPTIONS = {
  bundle: true,
  platform: "node",
  mainFields: ["module", "main"], // of ES modules, esbuild leaves out what nobody uses
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: "none",
  logLevel: "warning",
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
