/** What somebody with an old Node.js sees of the tool, which is nothing but its first file. */
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { transformSync } from "esbuild";
import { EXIT } from "../../scripts/errors";
import packageJson from "../../scripts/package.json";
import { useTempDir } from "../helpers/temp-dir";

const FIRST_FILE = join(__dirname, "../../scripts/sealstack.js");
const OLDEST = packageJson.engines.node.replace(">=", "");

describe("sealstack under an old Node.js", () => {
  const dir = useTempDir();

  /** Runs the first file and lets it believe that Node.js is as old as that. */
  function runWith(version: string, ...argv: string[]) {
    const pretend = join(dir(), "pretend.js");
    const versions = { ...process.versions, node: version };
    writeFileSync(
      pretend,
      `Object.defineProperty(process, "versions", { value: ${JSON.stringify(versions)} });`,
    );
    return spawnSync(process.execPath, ["--require", pretend, FIRST_FILE, ...argv], { encoding: "utf8" });
  }

  it.each(["4.9.1", "8.16.2", "18.20.4", "19.9.0", "20.18.3"])("%s is told what is needed", (version) => {
    const { status, stdout, stderr } = runWith(version, "--version");
    expect({ status, stdout }).toEqual({ status: EXIT.tool.status, stdout: "" });
    expect(stderr).toBe(
      `sealstack: error: this is Node.js ${version}, needed is ${OLDEST} or newer\n` +
        "sealstack: hint: install a newer Node.js: https://nodejs.org\n",
    );
  });

  it("is told in JSON where that was asked for", () => {
    const { stderr } = runWith("18.20.4", "list", "--json");
    expect(JSON.parse(stderr)).toEqual({
      error: {
        exit: "tool",
        status: EXIT.tool.status,
        message: expect.any(String),
        hint: expect.any(String),
      },
    });
  });

  it.each([OLDEST, "20.100.0", "22.0.0", "100.1.2"])("%s is new enough", (version) => {
    expect(runWith(version, "--version").stderr).not.toContain("needed is");
  });

  it("says so when the rest of it is missing or cannot be opened", () => {
    const into = join(dir(), "incomplete");
    mkdirSync(into);
    for (const name of ["sealstack.js", "package.json"])
      copyFileSync(join(FIRST_FILE, "..", name), join(into, name));
    const { status, stderr } = spawnSync(process.execPath, [join(into, "sealstack.js")], {
      encoding: "utf8",
    });
    expect(status).toBe(EXIT.tool.status);
    expect(stderr).toBe(
      "sealstack: error: the program cannot be loaded: MODULE_NOT_FOUND\n" +
        "sealstack: hint: install @sealstack/cli again\n",
    );
  });

  it("can be parsed by the oldest: its first file has no word that is younger than ES5", () => {
    const text = readFileSync(FIRST_FILE, "utf8");
    // esbuild itself would shorten `{ a: a }`.
    const supported = { "object-extensions": false };
    const as = (target: string) => transformSync(text, { target, supported }).code;
    expect(as("es5")).toBe(as("esnext"));
    expect(text).not.toMatch(/,\s*\)/); // a comma after the last argument
  });
});
