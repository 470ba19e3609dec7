/** examples/platform-repo is what `sealstack init` writes; `npm run docs:platform-repo` writes it. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { parseConfig } from "../../config";
import { ENVIRONMENTS } from "../../scripts/core/platform-repo/environments";
import { filesOf } from "../../scripts/core/platform-repo/files-of";
import { OFFERED } from "../../scripts/core/platform-repo/presets";
import { PTY, VERSIONS } from "../../scripts/core/platform-repo/versions";
import { EXAMPLE_FOLDER, exampleFiles } from "../../tools/platform-repo-example";

const ROOT = join(__dirname, "../..");
const manifest = (folder: string) => JSON.parse(readFileSync(join(ROOT, folder, "package.json"), "utf8"));

interface Workflow {
  readonly permissions: object;
  readonly jobs: Readonly<
    Record<
      string,
      {
        readonly permissions: object;
        readonly steps: readonly { readonly uses?: string; readonly run?: string }[];
      }
    >
  >;
}

describe("examples/platform-repo", () => {
  it("is current, file by file", () => {
    const paths = readdirSync(EXAMPLE_FOLDER, { recursive: true })
      .map(String)
      .filter((path) => statSync(join(EXAMPLE_FOLDER, path)).isFile() && !path.startsWith("node_modules"));
    const found = new Map(paths.map((path) => [path, readFileSync(join(EXAMPLE_FOLDER, path), "utf8")]));
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(exampleFiles()));
  });

  it("has the versions with which this project is tested", () => {
    const root = manifest("");
    const known = {
      ...root.devDependencies,
      sealstack: root.version,
      "@sealstack/cli": manifest("scripts").version,
    };
    for (const [name, version] of Object.entries(VERSIONS))
      expect([name, version]).toEqual([name, known[name]]);
    expect(PTY).toBe(root.devDependencies["@cdktf/node-pty-prebuilt-multiarch"]);
  });

  it("has a configuration for every preset that is offered, in names that fit", () => {
    const answers = {
      presets: OFFERED,
      accounts: { staging: "111122223333", production: "111122223333" },
      region: "ap-southeast-2",
      repository: "acme/platform",
    };
    const files = filesOf(answers);
    const configs = ENVIRONMENTS.map((name) => {
      const file = `environments/${name}/sealstack.yaml`;
      return parseConfig(files.get(file) ?? "", file);
    });
    // Of one account, so that names that AWS takes once are told.
    const stacks = Object.assign({}, ...configs.map(({ stacks }) => stacks));
    expect(Object.keys(stacks)).toHaveLength(OFFERED.length * ENVIRONMENTS.length);
    expect(() => parseConfig(stringify({ stacks }), "both")).not.toThrow();
  });

  it("runs workflows with the least permissions, versions of actions, and no expression in a script", () => {
    const { permissions, jobs } = parse(exampleFiles().get(".github/workflows/deploy.yml") ?? "") as Workflow;
    expect(permissions).toEqual({});
    expect(Object.fromEntries(Object.entries(jobs).map(([name, job]) => [name, job.permissions]))).toEqual({
      check: { contents: "read" },
      access: { contents: "read", "pull-requests": "write" },
      plan: { contents: "read", "id-token": "write", "pull-requests": "write" },
      apply: { contents: "read", "id-token": "write" },
    });
    for (const { steps } of Object.values(jobs))
      for (const { uses, run } of steps) {
        if (uses !== undefined) expect(uses).toMatch(/^[\w-]+\/[\w-]+@v\d/);
        // What GitHub puts into a script is code.
        if (run !== undefined) expect(run).not.toContain("${{");
      }
  });
});
