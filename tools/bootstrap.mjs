/**
 * First step of every npm script: installs what is missing, then runs the command. Plain JavaScript without
 * dependencies, because nothing may be installed yet. Whatever it has to say goes to stderr.
 *
 * usage: node tools/bootstrap.mjs <start|test|node|unit|integration|emulator> [--install-system-packages] [arguments passed on]
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
/** Same as `engines` in package.json; written out because this must be said before anything is read. */
const OLDEST_NODE = [20, 19];

/** Commands that need the command-line bundle and the system's programs; the others start faster without a look. */
const BIG_COMMANDS = ["start", "test", "node", "unit", "integration"];

/** Installs missing Debian packages, as CI=true does; otherwise what needs them is left out loudly. */
const INSTALL_FLAG = "--install-system-packages";

/** Steps of each command: a program and its arguments, of which the user's come last. */
const COMMANDS = {
  start: (args) => [tsx("tools/demo/main.ts", ...args)],
  // A run of chosen tests goes straight to them; the whole run starts with formatter, linter and type check.
  test: (args) =>
    args.length > 0
      ? [jest(...args)]
      : [npm("run", "--silent", "check"), tsx("tools/node-versions/main.ts", "--all-tests")],
  // On other versions of Node.js.
  node: (args) => [tsx("tools/node-versions/main.ts", ...args)],
  // Last, because jest takes every word behind it for the name of a project.
  unit: (args) => [jest(...args, "--selectProjects", "unit")],
  integration: (args) => [jest(...args, "--selectProjects", "emulator")],
  emulator: (args) => [tsx("tools/emulator/main.ts", ...args)],
};

async function main([name = "", ...args]) {
  const steps = COMMANDS[name];
  if (steps === undefined) fail(`unknown command '${name}', allowed: ${Object.keys(COMMANDS).join(", ")}`);
  checkNode();
  // Read by the AWS SDK when it is loaded, and by terraform and cdktf: no advice, no calls home.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
  process.env.CHECKPOINT_DISABLE ??= "1";
  if (!isInstalled()) must(npm("ci", "--no-audit", "--no-fund"), "installing npm packages");
  if (BIG_COMMANDS.includes(name) && !(await import("./bundle/built.mjs")).isBuilt(ROOT))
    must(npm("run", "--silent", "build", "--workspace", "scripts"), "building the command-line tool");
  const own = args.filter((argument) => argument !== INSTALL_FLAG);
  const install = BIG_COMMANDS.includes(name) && (process.env.CI === "true" || own.length < args.length);
  for (const step of [...(install ? [tsx("tools/fetched/install-system-packages.ts")] : []), ...steps(own)]) {
    const status = await run(step, name);
    if (status !== 0) process.exit(status);
  }
}

/** Runs a step on this terminal; whatever interrupts it, nothing of it is left. */
async function run(step, name) {
  const { supervise, isRunning } = await import("./processes/supervise.mjs");
  const lasting = name === "start" || name === "emulator"; // what they start may go on
  const whenInterrupted = lasting ? () => forgetEmulator(isRunning) : undefined;
  return supervise(step, { cwd: ROOT, lasting, whenInterrupted }).catch((error) => fail(error.message));
}

/** Removes what the demo wrote, and an emulator that did not live on. */
function forgetEmulator(isRunning) {
  rmSync(join(ROOT, ".sealstack/demo"), { recursive: true, force: true });
  const folder = join(ROOT, ".sealstack/emulator");
  const owners = ["emulator.json", "lock"].map((file) => ownerOf(join(folder, file)));
  if (!owners.some((pid) => pid !== undefined && isRunning(pid)))
    rmSync(folder, { recursive: true, force: true });
}

/** The process that a record of tools/emulator, or a lock, names. */
function ownerOf(file) {
  try {
    const { pid, process: emulator, containerId } = JSON.parse(readFileSync(file, "utf8"));
    return containerId === undefined ? (pid ?? emulator?.pid) : process.pid; // a container is looked after by its engine
  } catch {
    return undefined;
  }
}

function checkNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
  fail(`needs Node.js ${OLDEST_NODE.join(".")} or newer, got ${process.versions.node}`);
}

/** Whether node_modules holds what package-lock.json asks for: npm writes its own list there when it is done. */
function isInstalled() {
  const wanted = readPackages("package-lock.json");
  const present = readPackages("node_modules/.package-lock.json");
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === "") return true;
    const found = present[path];
    // Packages for other platforms are optional and missing.
    if (found === undefined) return entry.optional === true;
    const sameBytes = entry.integrity === undefined || found.integrity === entry.integrity;
    return found.version === entry.version && sameBytes;
  });
}

function readPackages(path) {
  const file = join(ROOT, path);
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).packages : {};
}

/** Runs a step with its output on stderr: stdout belongs to the command itself. */
function must(step, what) {
  process.stderr.write(`sealstack: ${what}\n`);
  const { status } = spawnSync(step[0], step.slice(1), { cwd: ROOT, stdio: ["ignore", 2, 2] });
  if (status !== 0) fail(`${what} failed; see above`);
}

function npm(...args) {
  const cli = process.env.npm_execpath;
  return cli?.endsWith(".js") ? [process.execPath, cli, ...args] : ["npm", ...args];
}

function tsx(...args) {
  return [process.execPath, "--import", "tsx", ...args];
}

function jest(...args) {
  return [process.execPath, join(ROOT, "node_modules/jest/bin/jest.js"), ...args];
}

function fail(message) {
  process.stderr.write(`sealstack: error: ${message}\n`);
  process.exit(1);
}

main(process.argv.slice(2));
