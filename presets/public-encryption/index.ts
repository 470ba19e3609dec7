export { type PublicEncryptionConfig, publicEncryptionSchema } from "./config";
export { PublicEncryptionStack, type PublicEncryptionStackProps } from "./stack";
