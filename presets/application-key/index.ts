export { type ApplicationKeyConfig, applicationKeySchema } from "./config";
export { ApplicationKeyStack, type ApplicationKeyStackProps } from "./stack";
