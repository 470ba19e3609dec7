import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { REPO_ROOT } from "../../tools/paths";
import { useTempDir } from "../helpers/temp-dir";

function node(args: readonly string[], cwd = REPO_ROOT) {
  return spawnSync(process.execPath, args, { cwd, encoding: "utf8" });
}

describe("package-lock.json", () => {
  it("names the optional packages of every platform, which npm ci insists on", () => {
    expect(node(["tools/release/complete-lockfile.mjs", "--check"])).toMatchObject({ status: 0, stderr: "" });
  });
});

describe("bootstrap", () => {
  const folder = useTempDir();

  it("fails at an unknown command before it installs anything", () => {
    const { status, stdout, stderr } = node(["tools/bootstrap.mjs", "bogus"]);
    expect({ status, stdout, stderr }).toEqual({
      status: 1,
      stdout: "",
      stderr:
        "sealstack: error: unknown command 'bogus', allowed: start, test, node, unit, integration, emulator\n",
    });
  });

  it("fails at a Node.js that is too old, naming both versions", () => {
    const old = "data:text/javascript,Object.defineProperty(process.versions, 'node', { value: '18.20.4' })";
    const { status, stderr } = node(["--import", old, "tools/bootstrap.mjs", "emulator", "status"]);
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: "sealstack: error: needs Node.js 20.19 or newer, got 18.20.4\n",
    });
  });

  it.each([
    ["nothing is installed", undefined, true],
    ["another version is installed", { version: "1.0.0", integrity: "a" }, true],
    ["other bytes are installed", { version: "2.0.0", integrity: "b" }, true],
    ["all is installed", { version: "2.0.0", integrity: "a" }, false],
  ])("decides whether to run npm ci when %s", (_what, installed, runs) => {
    const root = folder();
    const lock = (packages: unknown) => JSON.stringify({ packages });
    mkdirSync(join(root, "node_modules"));
    cpSync(join(REPO_ROOT, "tools/bootstrap.mjs"), join(root, "tools/bootstrap.mjs"));
    writeFileSync(
      join(root, "package-lock.json"),
      lock({
        "": {},
        "node_modules/x": { version: "2.0.0", integrity: "a" },
        "node_modules/other-os": { optional: true },
      }),
    );
    if (installed !== undefined)
      writeFileSync(join(root, "node_modules/.package-lock.json"), lock({ "node_modules/x": installed }));
    // A stand-in for npm, and no package tsx: the command itself cannot run here.
    writeFileSync(join(root, "npm.js"), "process.stderr.write('npm ' + process.argv[2] + '\\n')");
    const env = { ...process.env, npm_execpath: join(root, "npm.js") };
    const { stderr } = spawnSync(process.execPath, ["tools/bootstrap.mjs", "emulator"], {
      cwd: root,
      env,
      encoding: "utf8",
    });
    expect(stderr.includes("npm ci\n")).toBe(runs);
  });
});
