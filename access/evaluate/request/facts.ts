/** What is known of a request's condition keys: what was said, what follows from it, and what AWS does not send. */
import { conditionKey, isGlobalKey, takesKey } from "../../../modules/iam/catalogue/lookup";
import type { CatalogueAction } from "../../../modules/iam/catalogue/parse-catalogue";
import { AccessError } from "../access-error";
import type { Facts, Got } from "../facts";
import type { ContextValue, RequestContext } from "../question";
import { isUnknown, unknownUntil } from "../unknown";

/** @param own what was said of the request; @param implied what follows from it, and is said by nobody else */
export function factsOf(
  own: RequestContext,
  implied: RequestContext,
  action: CatalogueAction,
  otherKeys: "unknown" | "absent",
): Facts {
  const given = [...Object.entries(implied), ...Object.entries(own)].map(
    ([key, value]) => [key, gotOf(key, value)] as const,
  );
  const byKey = new Map(given.map(([key, got]) => [key.toLowerCase(), got]));
  const other = (key: string): Got =>
    otherKeys === "absent" || !mayBeSent(action, key) ? undefined : unknownUntil(key);
  return {
    given,
    complete: otherKeys === "absent",
    get: (key) => {
      const lower = key.toLowerCase();
      return byKey.has(lower) ? byKey.get(lower) : other(key);
    },
  };
}

/** An empty list is a multi-valued key without values, which counts as absent. Source: IAM User Guide, "Null condition operator". */
function gotOf(key: string, value: ContextValue): Got {
  if (value === null) return undefined;
  if (isUnknown(value)) return value.unknown === "" ? unknownUntil(key) : value;
  const values: readonly unknown[] = typeof value === "string" ? [value] : value;
  if (!Array.isArray(values) || values.some((each) => typeof each !== "string"))
    throw new AccessError(`the value of '${key}' is neither a text nor a list of texts`);
  return values.length === 0 ? undefined : (values as readonly string[]);
}

/** Whether AWS sends the key with the action, as far as its Service Authorization Reference says. */
export function mayBeSent(action: CatalogueAction, key: string): boolean {
  return isGlobalKey(key) || takesKey(action, key) || conditionKey(key) === "unjudged";
}
