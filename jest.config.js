/** @type {import("jest").Config} */
module.exports = {
  testEnvironment: "node",
  // The template's default takes helpers inside __tests__ for tests.
  testMatch: ["<rootDir>/__tests__/**/*.test.ts"],
  transform: { "\\.[cm]?[jt]s$": ["@swc/jest", { jsc: { target: "es2022" }, module: { type: "commonjs" } }] },
  // Packages that ship ES modules only, which jest cannot `require`.
  transformIgnorePatterns: ["/node_modules/(?!(age-encryption|@noble|@scure|@cloud-copilot)/)"],
  modulePathIgnorePatterns: ["<rootDir>/cdktf.out", "<rootDir>/scripts/dist", "<rootDir>/lib"],
  testTimeout: 60000,
};
