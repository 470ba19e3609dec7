/** Versions that a platform repo begins with: those with which this project is tested, and a test compares them. */
export const VERSIONS = {
  sealstack: "0.1.0",
  "@sealstack/cli": "0.1.0",
  "@cdktf/provider-aws": "21.22.1",
  cdktf: "0.21.0",
  "cdktf-cli": "0.21.0",
  constructs: "10.8.1",
  "@swc/core": "1.16.22",
  "@swc/jest": "0.2.39",
  "@types/jest": "30.0.0",
  "@types/node": "20.19.43",
  jest: "30.5.2",
  tsx: "4.23.15",
  typescript: "5.9.3",
} as const;

/** In place of a package of cdktf-cli that has to be compiled, and is not where there is no compiler. */
export const PTY = "npm:@lydell/node-pty@1.1.0";

/** Terraform that locks the state in S3 without DynamoDB. */
export const TERRAFORM_VERSION = "1.13.5";
