// Takes from a CommonJS chunk of esbuild's what it would do at each start and nobody needs: of `encrypt` of 1 KiB, a tenth of the processor time.

/** Modules of Node.js that it does not read by itself, and that most commands do without. */
const LATER = [
  "async_hooks",
  "child_process",
  "crypto",
  "diagnostics_channel",
  "dns/promises",
  "http2",
  "https",
  "net",
  "os",
  "perf_hooks",
  "readline/promises",
  "sea",
  "stream/promises",
  "tty",
  "v8",
  "vm",
  "worker_threads",
  "zlib",
];

/**
 * esbuild's helpers stand in one chunk, and each of some thousand calls would go through two getters. A name is set where esbuild has given another,
 * as to one of two classes that are called the same; what has none is an arrow function, whose name nobody asks for.
 */
const HELPERS = {
  __name:
    '(target,value)=>target.name===""||target.name===value?target:__defProp(target,"name",{value,configurable:true})',
  __esm:
    "(fn,res,err)=>function(){if(err)throw err[0];try{return fn&&(res=(0,fn[__getOwnPropNames(fn)[0]])(fn=0)),res}catch(e){throw err=[e],e}}",
};

/** @param {string} code of a chunk, as esbuild's `transform` to CommonJS writes it. @returns {string} */
export function lighten(code) {
  return [ownHelpers, plainExports, readLater].reduce((text, change) => change(text), code);
}

function ownHelpers(code) {
  const used = Object.entries(HELPERS).filter(([name]) => code.includes(`_mjs_${name})(`));
  const own = used.map(([name, body]) => `var ${name}=${body};`).join("");
  // In parentheses still: a word may stand before them.
  const local = code.replace(/\(0,(import_\w+\.chunk_\w+?_mjs_(__name|__esm))\)\(/g, "($2)(");
  return local.replace("var stdin_exports=", `${own}var stdin_exports=`);
}

/** Else each export is a getter that asks another. */
const plainExports = (code) =>
  code
    .replace(
      "module.exports=__toCommonJS(stdin_exports);",
      'module.exports=__defProp(stdin_exports,"__esModule",{value:true});',
    )
    .replace(/0&&\(module\.exports=\{[^}]*\}\);?/, "");

/** Names of esbuild's own making, which no inner scope has; and where they are used as what they have, never as themselves. */
function readLater(code) {
  const builtin = new RegExp(
    `var (import_\\w+)=((?:__toESM\\()?require\\("node:(?:${LATER.join("|")})"\\)\\)?);`,
    "g",
  );
  const values = new Map([...code.matchAll(builtin)].map(([, name, value]) => [name, value]));
  const use = /(?<![\w$]|(?<!\.\.)\.)(import_\w+)(\.([\w$]+)|=(?=\w+\())?/g;
  for (const [, name, isPlain] of code.matchAll(use)) if (isPlain === undefined) values.delete(name);
  return code
    .replace(use, (all, name, _use, member) =>
      values.has(name) && member !== undefined ? `(${name}().${member})` : all,
    )
    .replace(builtin, (all, name, value) =>
      values.has(name) ? `var ${name}_,${name}=()=>${name}_??=${value};` : all,
    );
}
