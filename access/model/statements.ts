/** Statements of policies, and the names that stand in them. */
import type { PolicyStatement } from "../evaluate/policy";
import { isUnknown } from "../evaluate/unknown";
import { isMap } from "../sources/blocks";
import type { ModelPolicy } from "./model";

/** None where the policy is not known. */
export function statementsOf({ document }: Pick<ModelPolicy, "document">): readonly PolicyStatement[] {
  return isUnknown(document) ? [] : ([document.Statement].flat() as readonly PolicyStatement[]);
}

/** Texts of an element that holds one or a list of them. */
export function textsOf(value: unknown): readonly string[] {
  return [value ?? []].flat().filter((each): each is string => typeof each === "string");
}

/** Who a statement names, by kind; `*` alone counts as AWS's. */
export function principalsNamed({
  Principal: named,
}: PolicyStatement): readonly (readonly [string, string])[] {
  if (named === undefined) return [];
  if (!isMap(named)) return textsOf(named).map((each) => ["AWS", each] as const);
  return Object.entries(named).flatMap(([kind, list]) => textsOf(list).map((each) => [kind, each] as const));
}

/** How people call a statement. */
export function statementName({ Sid }: PolicyStatement, index: number): string {
  return Sid === undefined || Sid === "" ? `statement ${index + 1}` : Sid;
}
