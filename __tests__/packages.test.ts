/** Both packages as their users get them: packed, then unpacked in an empty folder. */
import { execFileSync, spawnSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { OFFERED } from "../scripts/core/platform-repo/presets";
import { useTempDir } from "./helpers/temp-dir";

const ROOT = join(__dirname, "..");

/** Packs a folder and unpacks it below `into`; returns the files' names. */
function unpack(folder: string, into: string, temp: string): string[] {
  const flags = ["pack", "--json", "--silent", "--pack-destination", temp];
  const packed = JSON.parse(
    execFileSync("npm", flags, { cwd: folder, stdio: ["ignore", "pipe", "ignore"] }).toString(),
  );
  const [{ filename, files }] = packed as [{ filename: string; files: { path: string }[] }];
  mkdirSync(into, { recursive: true });
  execFileSync("tar", ["-xzf", join(temp, filename), "-C", into, "--strip-components=1"]);
  return files.map(({ path }) => path);
}

describe("@sealstack/cli", () => {
  const dir = useTempDir();

  it("is one program without dependencies, which runs where nothing else is installed", () => {
    const into = join(dir(), "empty");
    const files = unpack(join(ROOT, "scripts"), into, dir());
    const chunk = /^dist\/[\w-]+-[A-Z0-9]{8}\.mjs$/;
    expect(files.filter((path) => !chunk.test(path)).sort()).toEqual([
      "LICENSE",
      "README.md",
      "dist/THIRD_PARTY_LICENSES.txt",
      "dist/bin.mjs",
      "dist/block-worker.js",
      "dist/frame-worker.js",
      "dist/inflate-worker.js",
      "dist/sbom.cdx.json",
      "dist/seal-worker.js",
      "package.json",
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
  // Packing builds the library, which takes longer than what follows.
  const packed = mkdtempSync(join(tmpdir(), "sealstack-packed-"));
  let files: readonly string[] = [];
  beforeAll(() => {
    files = unpack(ROOT, join(packed, "sealstack"), packed);
  });
  afterAll(() => rmSync(packed, { recursive: true, force: true }));

  /** The package and its peers, as a user's project has them. */
  function install(): void {
    const modules = join(dir(), "node_modules");
    mkdirSync(modules);
    cpSync(join(packed, "sealstack"), join(modules, "sealstack"), { recursive: true });
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
    expect(
      files.filter(
        (path) =>
          !/^(lib\/.*\.(js|d\.ts)|config\/.*\.json|package\.json|README\.md|docs\/library\.md|LICENSE)$/.test(
            path,
          ),
      ),
    ).toEqual([]);
    writeFileSync(join(dir(), "app.js"), APP);
    const out = execFileSync(process.execPath, ["--preserve-symlinks", "app.js"], { cwd: dir() });
    expect(JSON.parse(out.toString())).toMatchObject({ aws_kms_key: { key: { enable_key_rotation: true } } });
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
    node(join(ROOT, "scripts/sealstack.js"), "init", ".", ...presets, ...flags);
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

/** Every entry point of the package, as a user imports it. */
const ENTRY_POINTS = Object.keys(
  (JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { exports: object }).exports,
).filter((path) => path !== "./package.json");

const ALL_ENTRY_POINTS = `
${ENTRY_POINTS.map((path, index) => `import * as entry${index} from "sealstack/${path.slice(2)}";`).join("\n")}
export const all = [${ENTRY_POINTS.map((_, index) => `entry${index}`).join(", ")}];
`;

/** Compares each entry point, imported and required. */
const ES_MODULE_APP = `
import { createRequire } from "node:module";
const require = createRequire(import.meta.url);
const compared = [];
for (const path of ${JSON.stringify(ENTRY_POINTS)}) {
  const id = "sealstack/" + path.slice(2);
  const [imported, required] = [await import(id), require(id)];
  const names = Object.keys(required);
  const missing = names.filter((name) => imported[name] !== required[name]);
  compared.push({ path, names: names.length, missing });
}
process.stdout.write(JSON.stringify(compared));
`;

const TYPESCRIPT_APP = `
import { App, TerraformStack } from "cdktf";
import { Key, rootStatement } from "sealstack/modules/kms";
${ALL_ENTRY_POINTS}
const env = { partition: "aws", region: "eu-central-1", accountId: "111122223333" };
class Platform extends TerraformStack {
  constructor(app: App) {
    super(app, "platform");
    new Key(this, "key", { description: "backups", policy: [rootStatement(env)] });
  }
}
new Platform(new App());
`;

const APP = `
const { App, TerraformStack, Testing } = require("cdktf");
const { Key, rootStatement } = require("sealstack/modules/kms");
const env = { partition: "aws", region: "eu-central-1", accountId: "111122223333" };
const stack = new TerraformStack(new App(), "s");
new Key(stack, "key", { description: "backups", policy: [rootStatement(env, { full: false })] });
process.stdout.write(JSON.stringify(JSON.parse(Testing.synth(stack)).resource));
`;
