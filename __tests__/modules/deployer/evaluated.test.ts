/** The deployer's policy and the stack's own, together before the evaluator: what the provider calls is allowed, and nothing that hurts. */

import type { PresetName } from "../../../presets";
import { PRESET_SCHEMAS } from "../../../presets/schemas";
import { deniedCalls } from "../../helpers/deployer/denied-calls";
import { refused, STATE_READS, STATE_WRITES, through } from "../../helpers/deployer/judge";
import { providerCalls } from "../../helpers/deployer/provider-calls";
import { deployed, typical } from "../../helpers/deployer/stacks";

const PRESETS = PRESET_SCHEMAS.map((schema) => [...schema.shape.preset.values][0] as PresetName);

describe.each(PRESETS)("the deployer of %s", (preset) => {
  it("may make every call of an apply, with the state, in each variant", async () => {
    for (const [variant, stack] of typical(preset)) {
      const calls = [...providerCalls(stack.values), ...STATE_READS, ...STATE_WRITES];
      expect([variant, await refused(stack, calls)]).toEqual([variant, []]);
    }
  });

  it("may do nothing to what is not the stack's, use no key, and read no object", async () => {
    for (const [variant, stack] of typical(preset))
      expect([variant, await through(stack, deniedCalls(stack.values))]).toEqual([variant, []]);
  });

  it("may only read where it plans", async () => {
    const stack = deployed(preset, typical(preset).at(-1)?.[0] ?? "", "plan");
    const calls = providerCalls(stack.values);
    const reads = [...calls.filter(({ when }) => when === "read"), ...STATE_READS];
    const changes = calls.filter(({ when }) => when !== "read");
    expect(await refused(stack, reads)).toEqual([]);
    expect(await through(stack, [...changes, ...STATE_WRITES, ...deniedCalls(stack.values)])).toEqual([]);
  });
});
