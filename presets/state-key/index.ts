export { type StateKeyConfig, stateKeySchema } from "./config";
export { StateKeyStack, type StateKeyStackProps } from "./stack";
