export { type KeyAuditConfig, keyAuditSchema } from "./config";
export { KeyAuditStack, type KeyAuditStackProps } from "./stack";
