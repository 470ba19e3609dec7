/**
 * Applies a synthesized stack to an emulator through the AWS SDK, where Terraform has no provider to do it. Test
 * equipment: it refuses every endpoint that is not on loopback.
 */
export { type ApplyOptions, type ApplyResult, applyStack, type Change } from "./apply";
export { destroyStack, type Removed } from "./destroy";
export { type StackOutputs, writeOutputs } from "./outputs";
