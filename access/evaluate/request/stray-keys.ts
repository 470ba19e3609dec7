import { actionsNamed } from "../../../modules/iam/catalogue/lookup";
import { AccessError } from "../access-error";
import { mayBeSent } from "./facts";

/** Condition keys that AWS does not send with an action, as its Service Authorization Reference says: whoever names one errs. @throws {@link AccessError} */
export function strayKeys(action: string, keys: readonly string[]): readonly string[] {
  if (typeof action !== "string") throw new AccessError("action is no text");
  if (!Array.isArray(keys) || keys.some((key) => typeof key !== "string"))
    throw new AccessError("keys is no list of texts");
  const [found] = actionsNamed(action) ?? [];
  return found === undefined ? [] : keys.filter((key) => !mayBeSent(found, key));
}
