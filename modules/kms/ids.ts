/** Ids of constructs that are made from other names. None depends on the number of a token, which any other construct can change. */
import type { Construct } from "constructs";
import { isToken, replaceTokens } from "../tokens";

/** Letters, digits and dashes, for ids and names. */
export function slug(text: string): string {
  return text
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1-$2")
    .replaceAll(/[^A-Za-z0-9]+/g, "-")
    .toLowerCase();
}

/** The id, with a number where the scope has a child of that name already. */
export function freeId(scope: Construct, base: string, number = 1): string {
  const id = number === 1 ? base : `${base}-${number}`;
  return scope.node.tryFindChild(id) === undefined ? id : freeId(scope, base, number + 1);
}

/** The id of an alias: made from what is known of its name. Names that then look alike are numbered in the order in which they come. */
export function aliasId(scope: Construct, name: string): string {
  const known = isToken(name) ? slug(replaceTokens(name, "")).replaceAll(/^-|-$/g, "") : slug(name);
  return freeId(scope, known === "" ? "alias" : known);
}
