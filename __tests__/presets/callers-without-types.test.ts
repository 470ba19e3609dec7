/** Stacks of presets in plain JavaScript: whatever stands in place of a key, it is taken or refused by a sentence about itself. */
import { z } from "zod";
import { emptyStack, outcome } from "../helpers/calls/call";
import { junkProblems, propertiesTaken } from "../helpers/calls/junk";
import { PRESET_EXPORTS, STACK_CALLS } from "../helpers/calls/presets";
import { tokenProblems } from "../helpers/calls/tokens";

describe.each(STACK_CALLS.map((call) => [call.name, call] as const))("%s", (_, call) => {
  it("takes what is right", () => {
    const stack = emptyStack();
    expect(outcome(call, call.given(stack), stack)).not.toBeInstanceOf(Error);
  });

  it("takes or refuses whatever stands in place of any key", () => {
    expect(junkProblems(call)).toEqual([]);
  });

  it("refuses every key that there is not", () => {
    expect(propertiesTaken(call)).toEqual([]);
  });

  it("takes or refuses tokens of every kind in place of any key", () => {
    expect(tokenProblems(call)).toEqual([]);
  });
});

it.each(PRESET_EXPORTS.map(({ preset, exported }) => [preset, exported] as const))(
  "%s exports its stack and its schema, and nothing else that runs",
  (_, exported) => {
    const others = Object.values(exported).filter((value) => !(value instanceof z.ZodType));
    expect(others.map((value) => (value as { readonly name: string }).name)).toEqual([
      expect.stringMatching(/Stack$/),
    ]);
  },
);
