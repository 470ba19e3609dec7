import { parseJson } from "../attribute-schemas";

/** How IAM says that something is not there. */
export const MISSING = ["NoSuchEntity", "NoSuchEntityException"];

/** A policy document for comparison: IAM returns it percent-encoded. */
export function documentFacts(text: string | undefined): unknown {
  return parseJson(text) ?? (text === undefined ? undefined : parseJson(decodeURIComponent(text)));
}
