export { type MultiRegionVaultConfig, multiRegionVaultSchema } from "./config";
export { MultiRegionVaultStack, type MultiRegionVaultStackProps } from "./stack";
