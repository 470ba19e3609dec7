import { actionsNamed } from "../../../modules/iam/catalogue/lookup";
import { mayBeSent } from "./facts";

/** Condition keys that AWS does not send with an action, as its Service Authorization Reference says: whoever names one errs. */
export function strayKeys(action: string, keys: readonly string[]): readonly string[] {
  const [found] = actionsNamed(action) ?? [];
  return found === undefined ? [] : keys.filter((key) => !mayBeSent(found, key));
}
