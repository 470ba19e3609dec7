/** What only Terraform knows, in every place where a program can give it: taken properly, or refused in a sentence that says what is taken. */
import { ALL_CALLS } from "../helpers/calls/all";
import { tokenProblems } from "../helpers/calls/tokens";

it.each(ALL_CALLS)(
  "%s takes or refuses tokens of every kind in every place, and depends on no number of one",
  (_, call) => {
    expect(tokenProblems(call)).toEqual([]);
  },
);
