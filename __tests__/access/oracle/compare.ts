/** Both evaluators before one question. */
import { type Decision, decide, type Question } from "../../../access";
import { DIFFERENCES, type Difference } from "./differences";
import { otherAnswer } from "./iam-simulate";

export type Outcome =
  | { readonly is: "same"; readonly effect: "allowed" | "denied" }
  | { readonly is: "open" | "refused" }
  | { readonly is: "explained"; readonly by: string }
  | { readonly is: "different"; readonly ours: Decision; readonly other: string };

/** `open`: unknown, says ours. `refused`: the other does not take the question. `explained`: a row of the differences is about it. */
export async function compare(question: Question): Promise<Outcome> {
  const ours = decide(question);
  if (ours.effect === "unknown") return { is: "open" };
  const other = await otherAnswer(question);
  if (other === undefined) return { is: "refused" };
  if (ours.effect === other) return { is: "same", effect: ours.effect };
  const known = DIFFERENCES.find(
    (row: Difference) => (row.ours ?? ours.effect) === ours.effect && row.isAbout(question, ours),
  );
  return known === undefined ? { is: "different", ours, other } : { is: "explained", by: known.name };
}
