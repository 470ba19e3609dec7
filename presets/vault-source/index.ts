export { type VaultSourceConfig, vaultSourceSchema } from "./config";
export { VaultSourceStack, type VaultSourceStackProps } from "./stack";
