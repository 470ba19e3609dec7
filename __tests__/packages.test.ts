/** Both packages as their users get them: packed by a release that publishes nothing, then installed in a scratch platform repo. */
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { OFFERED } from "../scripts/core/platform-repo/presets";
import { schemaFiles } from "../tools/report-schemas";
import {
  ALL_ENTRY_POINTS,
  APP,
  ENTRY_POINTS,
  ES_MODULE_APP,
  TEN_LINES,
  TYPESCRIPT_APP,
} from "./helpers/processes/packed-programs";
import { useTempDir } from "./helpers/temp-dir";

const ROOT = join(__dirname, "..");

/** What packs both: a release in which nothing is published, and nothing of the tree is touched. */
const packed = mkdtempSync(join(tmpdir(), "sealstack-packed-"));
const PLATFORM = join(packed, "platform");
const MODULES = join(PLATFORM, "node_modules");
let said = "";
let [before, after] = ["", ""];

beforeAll(() => {
  // What a release writes.
  const touched = [
    "package.json",
    "scripts/package.json",
    "package-lock.json",
    "CHANGELOG.md",
    "api/released.api.md",
  ];
  const digest = (path: string) =>
    createHash("sha256")
      .update(readFileSync(join(ROOT, path)))
      .digest("hex");
  const status = () => JSON.stringify([readdirSync(join(ROOT, "changes")), touched.map(digest)]);
  before = status();
  const flags = [
    "run",
    "--silent",
    "release",
    "--",
    "--dry-run",
    "--repository",
    REPOSITORY,
    "--out",
    packed,
  ];
  said = execFileSync("npm", flags, { cwd: ROOT }).toString();
  after = status();
  installTarballs();
}, 300_000);
afterAll(() => rmSync(packed, { recursive: true, force: true }));

const REPOSITORY = "https://git.example.org/platform/sealstack";
const VERSION = /^version: \S+ -> (\S+) /;

function tarballs(): readonly { readonly name: string; readonly path: string; readonly bill: string }[] {
  const [, version] = VERSION.exec(said) ?? [];
  return ["sealstack", "@sealstack/cli"].map((name) => {
    const stem = `${name.replace("@", "").replace("/", "-")}-${version}`;
    return { name, path: join(packed, `${stem}.tgz`), bill: join(packed, `${stem}.cdx.json`) };
  });
}

/** As a platform repo does, by npm itself. What the registry would bring is linked, so that nothing is fetched. */
function installTarballs(): void {
  mkdirSync(PLATFORM);
  const files = Object.fromEntries(tarballs().map(({ name, path }) => [name, `file:${path}`]));
  const linked = ["yaml", "zod"].map((name) => [name, `file:${join(ROOT, "node_modules", name)}`]);
  const manifest = {
    name: "platform",
    private: true,
    dependencies: files,
    overrides: Object.fromEntries(linked),
  };
  writeFileSync(join(PLATFORM, "package.json"), JSON.stringify(manifest));
  const flags = [
    "install",
    "--offline",
    "--legacy-peer-deps",
    "--no-package-lock",
    "--no-audit",
    "--no-fund",
  ];
  execFileSync("npm", flags, { cwd: PLATFORM, stdio: ["ignore", "ignore", "pipe"] });
}

/** Paths of the files of an installed package. */
function filesOf(name: string): readonly string[] {
  const folder = join(MODULES, name);
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}

describe("npm run release -- --dry-run", () => {
  it("says what it would do, and leaves the tree as it was", () => {
    expect(after).toBe(before);
    expect(said).toContain("of sealstack and @sealstack/cli\n");
    for (const path of ["package.json", "scripts/package.json", "package-lock.json", "CHANGELOG.md"])
      expect(said).toContain(`\nwould write: ${path}\n`);
    for (const name of ["sealstack", "@sealstack/cli"])
      expect(said).toMatch(new RegExp(`\nwould publish, with --publish only: ${name}@\\d+\\.\\d+\\.\\d+\n`));
    expect(said).toMatch(/\nchangelog: ## \d+\.\d+\.\d+ \(\d{4}-\d\d-\d\d\)\n\n- /);
    expect(readdirSync(join(ROOT, ".sealstack")).filter((name) => name.startsWith("release-"))).toEqual([]);
  });

  it("packs both in step, ready for provenance, each within its bounds and with a bill of materials", () => {
    const [, version] = VERSION.exec(said) ?? [];
    for (const { name, path, bill } of tarballs()) {
      const manifest = JSON.parse(readFileSync(join(MODULES, name, "package.json"), "utf8"));
      expect(manifest).toMatchObject({
        name,
        version,
        license: "Apache-2.0",
        publishConfig: { access: "public", provenance: true },
        repository: { type: "git", url: `git+${REPOSITORY}.git` },
      });
      expect(statSync(path).size).toBeLessThan(2_500_000); // a fifth of it is what Lambda runs: one file, with all that it needs
      expect(filesOf(name).length).toBeLessThan(1_500);
      const { metadata, components } = JSON.parse(readFileSync(bill, "utf8"));
      expect(metadata.component).toMatchObject({ version, name: name.replace("@sealstack/", "") });
      const own = Object.keys(manifest.dependencies ?? {});
      const named = components.map((each: { name: string }) => each.name);
      expect(named).toEqual(expect.arrayContaining(own));
      expect(named.length).toBeGreaterThan(0);
    }
  });

  it.each([
    [["--dry-run", "--publish"], "'--dry-run' and '--publish' exclude each other"],
    [["--dry"], "unknown option '--dry'"],
    [["--dry-run", "--repository", "git@example.org:x"], "'--repository' takes an address with https"],
    [["--dry-run", "--version", "0.0.1"], "version '0.0.1' is too low"],
    [["--dry-run", "--version", "one"], "'one' is no version of three numbers"],
  ])("fails with status 2 on %j", (args, message) => {
    const main = join(ROOT, "tools/release/main.ts");
    const { status, stderr } = spawnSync(process.execPath, ["--import", "tsx", main, ...args], { cwd: ROOT });
    expect([status, stderr.toString()]).toEqual([2, expect.stringContaining(message)]);
  });
});

describe("@sealstack/cli", () => {
  const dir = useTempDir();

  it("is one program without dependencies, which runs where nothing else is installed", () => {
    const into = join(dir(), "empty");
    cpSync(join(MODULES, "@sealstack/cli"), into, { recursive: true });
    const files = filesOf("@sealstack/cli");
    const chunk = /^dist\/[\w-]+-[A-Z0-9]{8}\.cjs$/;
    expect(files.filter((path) => !chunk.test(path)).sort()).toEqual([
      "LICENSE",
      "README.md",
      "backup.schema.json",
      "dist/THIRD_PARTY_LICENSES.txt",
      "dist/bin.cjs",
      "dist/block-worker.js",
      "dist/code-cache.cjs",
      "dist/crew-worker.js",
      "dist/fleet-handler.mjs",
      "dist/frame-worker.js",
      "dist/sbom.cdx.json",
      "dist/seal-worker.js",
      "fleet-state-machine.asl.json",
      "log.schema.json",
      "man/sealstack.1",
      "package.json",
      ...[...schemaFiles().keys()].map((path) => path.replace("scripts/", "")).sort(),
      "sealstack.js",
    ]);
    const help = execFileSync(process.execPath, [join(into, "sealstack.js"), "--help"], { cwd: into });
    expect(help.toString()).toContain("Usage: sealstack");
    const flags = [
      "--account",
      "111122223333",
      "--region",
      "eu-central-1",
      "--repository",
      "acme/platform",
      "--yes",
    ];
    execFileSync(process.execPath, [join(into, "sealstack.js"), "init", "platform", ...flags], { cwd: into });
    expect(readdirSync(join(into, "platform"))).toContain("main.ts");
    const version = execFileSync(join(MODULES, ".bin/sealstack"), ["--version"], { cwd: PLATFORM });
    expect(said).toContain(`-> ${version.toString().trim()} (`);

    // The bill of materials and the licences are of the same packages.
    const { components, metadata } = JSON.parse(readFileSync(join(into, "dist/sbom.cdx.json"), "utf8"));
    const licences = readFileSync(join(into, "dist/THIRD_PARTY_LICENSES.txt"), "utf8");
    for (const section of licences.split(`\n\n${"-".repeat(80)}\n\n`)) {
      const [title = "", , ...lines] = section.split("\n");
      expect(title).toMatch(/^\S+ \d+\.\d+\.\d+\S* \([\w.-]+\)$/);
      expect(lines.join("\n").length).toBeGreaterThan(500); // of a text, and not of an excuse
    }
    expect(metadata.component).toMatchObject({ group: "@sealstack", name: "cli" });
    expect(components).toContainEqual(expect.objectContaining({ group: "@grpc", name: "grpc-js" }));
    const refs = components.map((component: { "bom-ref": string }) => component["bom-ref"]);
    expect(new Set(refs).size).toBe(refs.length); // CycloneDX takes each once
    for (const { group, name, version, purl } of components) {
      const full = group === undefined ? name : `${group}/${name}`;
      expect(licences).toContain(`${full} ${version} (`);
      expect(purl).toBe(`pkg:npm/${full.replace("@", "%40")}@${version}`);
    }
  });
});

describe("sealstack", () => {
  const dir = useTempDir();
  /** The package and its peers, as a user's project has them. */
  function install(): void {
    const modules = join(dir(), "node_modules");
    mkdirSync(modules);
    cpSync(join(MODULES, "sealstack"), join(modules, "sealstack"), { recursive: true });
    linkPeers(modules);
  }

  /** Compiles `main.ts` there. */
  function compile(app: string, config: string, flags: readonly string[]): void {
    writeFileSync(join(dir(), "tsconfig.json"), config);
    writeFileSync(join(dir(), "main.ts"), app);
    const tsc = join(ROOT, "node_modules/typescript/bin/tsc");
    const { status, stdout } = spawnSync(process.execPath, [tsc, "-p", ".", ...flags], { cwd: dir() });
    expect([status, stdout.toString()]).toEqual([0, ""]);
  }

  it("synthesizes from its public entry points, with the peers that its user brings", () => {
    install();
    const allowed =
      /^(lib\/(modules|presets|config|access|testing)\/.*\.(js|d\.ts)|config\/sealstack\.schema\.json|package\.json|README\.md|docs\/(access|library|testing)\.md|LICENSE)$/;
    expect(filesOf("sealstack").filter((path) => !allowed.test(path))).toEqual([]);
    writeFileSync(join(dir(), "app.js"), APP);
    const out = execFileSync(process.execPath, ["--preserve-symlinks", "app.js"], { cwd: dir() });
    expect(JSON.parse(out.toString())).toMatchObject({ aws_kms_key: { key: { enable_key_rotation: true } } });
  });

  it.each([
    ["JavaScript, CommonJS", "main.cjs", undefined],
    ["JavaScript, ES modules", "main.mjs", undefined],
    ["TypeScript, CommonJS", "main.cts", "main.cjs"],
    ["TypeScript, ES modules", "main.mts", "main.mjs"],
  ])("takes ten lines for a stack that synthesizes in %s", (_, file, compiled) => {
    install();
    const imports = /m.s$|cts$/.test(file)
      ? TEN_LINES
      : TEN_LINES.replace(/import (.*) from (.*);/g, "const $1 = require($2);");
    expect(imports.trim().split("\n").length).toBeLessThanOrEqual(10);
    writeFileSync(join(dir(), file), imports);
    if (compiled !== undefined) {
      const compilerOptions = {
        module: "nodenext",
        target: "es2022",
        strict: true,
        skipLibCheck: false,
        types: [],
      };
      writeFileSync(join(dir(), "tsconfig.json"), JSON.stringify({ compilerOptions, files: [file] }));
      const tsc = join(ROOT, "node_modules/typescript/bin/tsc");
      const { status, stdout } = spawnSync(process.execPath, [tsc, "-p", "."], { cwd: dir() });
      expect([status, stdout.toString()]).toEqual([0, ""]);
    }
    execFileSync(process.execPath, ["--preserve-symlinks", compiled ?? file], { cwd: dir() });
    const stack = JSON.parse(readFileSync(join(dir(), "cdktf.out/stacks/backups/cdk.tf.json"), "utf8"));
    expect(Object.values(stack.resource.aws_kms_key)).toContainEqual(
      expect.objectContaining({ enable_key_rotation: true }),
    );
  });

  it("gives ES modules every name that it gives to require", () => {
    install();
    writeFileSync(join(dir(), "app.mjs"), ES_MODULE_APP);
    const out = execFileSync(process.execPath, ["app.mjs"], { cwd: dir() });
    expect(JSON.parse(out.toString())).toEqual(
      ENTRY_POINTS.map((path) => ({ path, names: expect.any(Number), missing: [] })),
    );
  });

  it("runs as a TypeScript program of ES modules, with the types of libraries checked, too", () => {
    install();
    writeFileSync(join(dir(), "package.json"), JSON.stringify({ type: "module" }));
    const compilerOptions = { module: "nodenext", target: "es2022", strict: true, skipLibCheck: false };
    const app = readFileSync(join(ROOT, "examples/preset.ts"), "utf8").replace(
      '"../presets/',
      '"sealstack/presets/',
    );
    compile(`${app}\n${ALL_ENTRY_POINTS}`, JSON.stringify({ compilerOptions, files: ["main.ts"] }), []);
    execFileSync(process.execPath, ["main.js"], { cwd: dir() });
    const stack = readFileSync(join(dir(), "cdktf.out/stacks/backups/cdk.tf.json"), "utf8");
    expect(JSON.parse(stack).provider).toEqual({ aws: [{ region: "eu-central-1" }] });
  });

  it("carries a new platform repo: it compiles, synthesizes, and passes its own tests", () => {
    install();
    const presets = OFFERED.flatMap((preset) => ["--preset", preset]);
    const flags = [
      "--account",
      "111122223333,444455556666",
      "--region",
      "eu-central-1",
      "--repository",
      "acme/platform",
    ];
    const node = (...argv: string[]) => {
      const { status, stdout, stderr } = spawnSync(process.execPath, argv, { cwd: dir(), encoding: "utf8" });
      expect([argv, status, status === 0 ? "" : stdout + stderr]).toEqual([argv, 0, ""]);
      return stdout;
    };
    node(join(MODULES, "@sealstack/cli/sealstack.js"), "init", ".", ...presets, ...flags);
    node(join(ROOT, "node_modules/typescript/bin/tsc"), "--noEmit");
    // What `cdktf synth` runs, see cdktf.json there.
    node("--import", "tsx", "main.ts");
    expect(readdirSync(join(dir(), "cdktf.out/stacks"))).toHaveLength(2 * OFFERED.length + 2);
    expect(node("--import", "tsx", "policies.ts")).toMatch(
      /^deployer-staging aws_iam_policy\.\S+ policy KmsCreateKey: /m,
    );
    const least = JSON.parse(node("--import", "tsx", "deployer.ts", "signing-staging", "plan"));
    expect(JSON.stringify(least)).not.toContain("kms:CreateKey");
    node(join(ROOT, "node_modules/jest/bin/jest.js"), "--ci");
  });

  it.each([
    ["the project of `cdktf init`, untouched", undefined],
    [
      "a project of the old resolution, with the types of libraries checked",
      // zod's own types ask for the last.
      {
        module: "commonjs",
        moduleResolution: "node",
        target: "es2018",
        esModuleInterop: true,
        skipLibCheck: false,
      },
    ],
    [
      "a project of Node.js's own resolution",
      { module: "node16", moduleResolution: "node16", target: "es2022", exactOptionalPropertyTypes: true },
    ],
    ["a bundler's project", { module: "esnext", moduleResolution: "bundler", target: "es2022" }],
  ])("is found by TypeScript, with every entry point, in %s", (_, compilerOptions) => {
    install();
    const template = join(ROOT, "node_modules/cdktf-cli/bundle/templates/typescript/tsconfig.json");
    const own = {
      compilerOptions: { strict: true, skipLibCheck: true, ...compilerOptions },
      files: ["main.ts"],
    };
    const config = compilerOptions === undefined ? readFileSync(template, "utf8") : JSON.stringify(own);
    compile(TYPESCRIPT_APP, config, ["--noEmit"]);
  });
});

/** What the user of the library installs beside it. */
function linkPeers(modules: string): void {
  for (const name of readdirSync(join(ROOT, "node_modules"))) {
    if (name !== "sealstack") symlinkSync(join(ROOT, "node_modules", name), join(modules, name));
  }
}
