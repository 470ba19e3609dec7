import type { App } from "cdktf";
import { invokeAspects } from "cdktf/lib/synthesize/synthesizer";
import { type AwsStack, addStack, type PresetConfig } from "../../presets";

/**
 * A stack as `cdktf synth` would write it, for whoever asks it for its text: with what aspects say of roles, and with the perimeter.
 *
 * @throws ConfigError when a construct refuses the configuration
 */
export function wholeStack(app: App, id: string, config: PresetConfig): AwsStack {
  const stack = addStack(app, id, config);
  stack.prepareStack();
  invokeAspects(stack);
  return stack;
}
