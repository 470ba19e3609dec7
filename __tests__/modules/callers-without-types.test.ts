/** Programs in plain JavaScript, and those with casts: whatever they give, they get what they asked for or a sentence that says what is wrong. */
import { z } from "zod";
import { ALL_CALLS, MODULES } from "../helpers/calls/all";
import { emptyStack, outcome } from "../helpers/calls/call";
import { junkProblems, propertiesTaken } from "../helpers/calls/junk";

describe.each(ALL_CALLS)("%s", (_, call) => {
  it("takes what is right", () => {
    const stack = emptyStack();
    expect(outcome(call, call.given(stack), stack)).not.toBeInstanceOf(Error);
  });

  it("takes or refuses whatever stands in place of any argument", () => {
    expect(junkProblems(call)).toEqual([]);
  });

  it("refuses every property that there is not", () => {
    expect(propertiesTaken(call)).toEqual([]);
  });
});

it.each(Object.entries(MODULES))("every function of %s is among them", (_, { exported, calls }) => {
  const names = Object.entries(exported).flatMap(([name, value]) => {
    if (name === "GrantableKey") return []; // abstract: its methods are those of the others
    if (value instanceof z.ZodType) return []; // its methods are those of zod
    if (typeof value === "function") return [name];
    const members = Object.entries(value as object).filter(([, member]) => typeof member === "function");
    return members.map(([member]) => `${name}.${member}`);
  });
  expect(names.toSorted()).toEqual(
    calls
      .map(({ name }) => name)
      .filter((name) => names.includes(name))
      .toSorted(),
  );
});
