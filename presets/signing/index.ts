export { type SigningConfig, signingSchema } from "./config";
export { SigningStack, type SigningStackProps } from "./stack";
