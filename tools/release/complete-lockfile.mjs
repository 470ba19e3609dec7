/**
 * Adds to package-lock.json what npm leaves out of it where a registry does not hold the packages of every platform:
 * the optional dependencies of other systems. Without them `npm ci` of npm 11.19 refuses the file ("Missing: … from
 * lock file"), and on those systems a program such as the linter would be missing.
 *
 * Run after every `npm install` that changes the file: node tools/release/complete-lockfile.mjs [--check]
 */
import { readFileSync, writeFileSync } from "node:fs";

const FILE = "package-lock.json";
/** As packages name the systems and processors of npm's `os` and `cpu`. */
const SYSTEMS = {
  android: "android",
  darwin: "darwin",
  freebsd: "freebsd",
  linux: "linux",
  win32: "win32",
  openharmony: "openharmony",
  sunos: "sunos",
  openbsd: "openbsd",
  netbsd: "netbsd",
  aix: "aix",
};
const PROCESSORS = [
  "arm64",
  "armv6",
  "armv7",
  "arm",
  "x64",
  "ia32",
  "ppc64",
  "s390x",
  "riscv64",
  "loong64",
  "mips64el",
  "wasm32",
];

const lock = JSON.parse(readFileSync(FILE, "utf8"));
const missing = Object.entries(lock.packages).flatMap(([path, entry]) =>
  Object.entries(entry.optionalDependencies ?? {})
    .filter(([name]) => !isLocked(path, name))
    .map(([name, version]) => ({ name, version, dev: entry.dev })),
);

if (process.argv.includes("--check")) {
  for (const { name } of missing) process.stderr.write(`missing from ${FILE}: ${name}\n`);
  process.exit(missing.length === 0 ? 0 : 1);
}
for (const { name, version, dev } of missing)
  lock.packages[`node_modules/${name}`] = lockEntry(name, version, dev);
const sorted = Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, "en"));
writeFileSync(FILE, `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, 2)}\n`);
process.stderr.write(`${FILE}: ${missing.length} optional packages added\n`);

/** Node's own way of finding a package: beside the dependent, then further out. */
function isLocked(dependent, name) {
  for (let folder = dependent; ; folder = folder.replace(/(^|\/)node_modules\/(@[^/]+\/)?[^/]+$/, "")) {
    if (lock.packages[folder === "" ? `node_modules/${name}` : `${folder}/node_modules/${name}`]) return true;
    if (folder === "" || !folder.includes("node_modules")) return false;
  }
}

/** Without `integrity`: it cannot be known where the package cannot be had. npm does not need it. */
function lockEntry(name, version, dev) {
  if (!/^\d+\.\d+\.\d+/.test(version)) throw new Error(`${name}@${version} is no exact version`);
  const words = name.split(/[/-]/);
  const os = words.flatMap((word) => SYSTEMS[word] ?? []);
  const cpu = words.flatMap((word) => PROCESSORS.filter((processor) => processor === word));
  return {
    version,
    ...(cpu.length > 0 && { cpu: cpu.slice(-1) }),
    ...(dev && { dev }),
    ...(words.includes("musl") && { libc: ["musl"] }),
    optional: true,
    ...(os.length > 0 && { os: os.slice(-1) }),
  };
}
