const { availableParallelism, homedir } = require("node:os");
const { join } = require("node:path");

// Read by the AWS SDK when it is loaded, by terraform and by cdktf; workers inherit it.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
process.env.CHECKPOINT_DISABLE ??= "1";
// A file of the user's, which bash would read before each script.
delete process.env.BASH_ENV;

/** Tests that need the emulator, by folder or by name. All others run without it: `npm run test:unit`. */
const NEEDS_EMULATOR = ["<rootDir>/__tests__/(integration|cli)/.*\\.test\\.ts$", "\\.emulator\\.test\\.ts$"];

/** @type {import("jest").Config} */
const common = {
  testEnvironment: "node",
  // Not among temporary files: each run has a folder of its own for those, which is removed with it. What a fresh clone finds there is what each
  // file was transformed to, told by its content, and how long each suite took: the longest begin first.
  cacheDirectory: join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "sealstack", "jest"), // as CACHE_DIR of tools/paths.ts
  setupFiles: ["<rootDir>/tools/jest/one-error-class.js"],
  transform: { "\\.[cm]?[jt]s$": ["@swc/jest", { jsc: { target: "es2022" }, module: { type: "commonjs" } }] },
  // Packages that ship ES modules only, which jest cannot `require`.
  transformIgnorePatterns: [
    "/node_modules/(?!(age-encryption|hyparquet|hyparquet-writer|@noble|@scure|@cloud-copilot)/)",
  ],
  // `./stack-trace`, `./private/stack-trace` and the like, as cdktf's own files write it.
  moduleNameMapper: { "^\\./(.*/)?stack-trace$": "<rootDir>/tools/jest/no-creation-stacks.js" },
  modulePathIgnorePatterns: [
    "<rootDir>/cdktf.out",
    "<rootDir>/scripts/dist",
    "<rootDir>/lib",
    "<rootDir>/.sealstack",
  ],
};

/** @type {import("jest").Config} */
module.exports = {
  testTimeout: 60000, // not an option of a project
  // Processes of their own, on two cores too: one that runs all of the tests grows to gigabytes, and then mostly collects garbage.
  maxWorkers: Math.max(2, availableParallelism() - 1),
  workerIdleMemoryLimit: "1GB",
  projects: [
    {
      ...common,
      displayName: "unit",
      id: "sealstack-unit", // in place of one made of the clone's path
      // The template's default takes helpers inside __tests__ for tests.
      testMatch: ["<rootDir>/__tests__/**/*.test.ts"],
      testPathIgnorePatterns: NEEDS_EMULATOR,
    },
    {
      ...common,
      displayName: "emulator",
      id: "sealstack-emulator",
      testEnvironment: "<rootDir>/tools/jest/emulator-environment.ts",
      testRegex: NEEDS_EMULATOR.map((pattern) => pattern.replace("<rootDir>", "")),
      globalSetup: "<rootDir>/tools/jest/global-setup.ts",
      globalTeardown: "<rootDir>/tools/jest/global-teardown.ts",
    },
  ],
  reporters: ["default", "<rootDir>/tools/jest/count-reporter.js"],
  // Only read here, not in a project.
};
