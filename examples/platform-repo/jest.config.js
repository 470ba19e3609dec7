/** @type {import("jest").Config} */
module.exports = {
  testMatch: ["<rootDir>/__tests__/**/*.test.ts"],
  transform: { "\\.ts$": ["@swc/jest", { jsc: { parser: { syntax: "typescript" }, target: "es2022" } }] },
  modulePathIgnorePatterns: ["<rootDir>/cdktf.out"],
};
