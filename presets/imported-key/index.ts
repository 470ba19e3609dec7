export { type ImportedKeyConfig, importedKeySchema } from "./config";
export { ImportedKeyStack, type ImportedKeyStackProps } from "./stack";
