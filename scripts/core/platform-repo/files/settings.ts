/** Settings of the tools. */
import type { Answers } from "../answers";
import { PTY, VERSIONS } from "../versions";

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

const pick = (...names: readonly (keyof typeof VERSIONS)[]) =>
  Object.fromEntries(names.map((name) => [name, VERSIONS[name]]));

export function packageJson({ repository }: Answers): string {
  const [, name = "platform"] = repository.split("/");
  return json({
    // npm takes no capitals, and no dot at the start.
    name: name.toLowerCase().replace(/^[._]+/, "") || "platform",
    version: "0.0.0",
    private: true,
    type: "commonjs",
    engines: { node: ">=20.19.0" },
    scripts: {
      check: "tsc --noEmit",
      test: "jest",
      synth: "cdktf synth",
      policies: "tsx policies.ts",
      deployer: "tsx deployer.ts",
    },
    dependencies: pick("@cdktf/provider-aws", "cdktf", "constructs", "sealstack"),
    devDependencies: pick(
      "@sealstack/cli",
      "@swc/core",
      "@swc/jest",
      "@types/jest",
      "@types/node",
      "cdktf-cli",
      "jest",
      "tsx",
      "typescript",
    ),
    overrides: { "@cdktf/node-pty-prebuilt-multiarch": PTY },
  });
}

export function cdktfJson({ repository }: Answers): string {
  return json({
    language: "typescript",
    app: "node --import tsx main.ts",
    projectId: repository.replace("/", "-").toLowerCase(),
    sendCrashReports: "false",
    terraformProviders: [],
    terraformModules: [],
    context: {},
  });
}

export const TSCONFIG_JSON = json({
  compilerOptions: {
    target: "es2022",
    module: "node16",
    moduleResolution: "node16",
    strict: true,
    noUncheckedIndexedAccess: true,
    esModuleInterop: true,
    skipLibCheck: true,
    noEmit: true,
    types: ["node", "jest"],
  },
  exclude: ["node_modules", "cdktf.out"],
});

export const JEST_CONFIG_JS = `/** @type {import("jest").Config} */
module.exports = {
  testMatch: ["<rootDir>/__tests__/**/*.test.ts"],
  transform: { "\\\\.ts$": ["@swc/jest", { jsc: { parser: { syntax: "typescript" }, target: "es2022" } }] },
  modulePathIgnorePatterns: ["<rootDir>/cdktf.out"],
};
`;

export const GITIGNORE = `node_modules/
cdktf.out/
*.tfstate
*.tfstate.*
*.outputs.json
`;
