export { type VaultAccountConfig, vaultAccountSchema } from "./config";
export { VaultAccountStack, type VaultAccountStackProps } from "./stack";
