/** Every rule over one stack. */

import type { Decide } from "../matrix/ask";
import type { AccessMatrix } from "../matrix/matrix";
import {
  bucketKeyOutOfReach,
  decryptWithoutContext,
  deletesOtherwise,
  keyPolicyUnchangeable,
  noDataKey,
  shortDeletionWindow,
  writerDoesMore,
} from "./reach";
import { type Finding, finding, type Rule, type RuleOptions, type Severity } from "./rule";
import { anybody, neverMatches, serviceWithoutSource, unknownAction } from "./statements";

const notJudged: Rule = ({ model }) => model.unread.map((what) => finding("not-judged", model.stack, what));

const ALL: readonly Rule[] = [
  keyPolicyUnchangeable,
  anybody,
  bucketKeyOutOfReach,
  deletesOtherwise,
  neverMatches,
  unknownAction,
  writerDoesMore,
  decryptWithoutContext,
  serviceWithoutSource,
  noDataKey,
  shortDeletionWindow,
  notJudged,
];

const ORDER: readonly Severity[] = ["error", "warning", "note"];

/** What the rules find, the worst first. */
export function findingsIn(
  matrix: AccessMatrix,
  decide: Decide,
  options: RuleOptions = {},
): readonly Finding[] {
  const found = ALL.flatMap((rule) => rule({ ...matrix, decide, options }));
  return ORDER.flatMap((severity) => found.filter((each) => each.severity === severity));
}

/** Whether a finding is at least as bad. */
export function isAtLeast({ severity }: Pick<Finding, "severity">, least: Severity): boolean {
  return ORDER.indexOf(severity) <= ORDER.indexOf(least);
}
