/** Every rule over one stack. */

import type { Decide } from "../matrix/ask";
import type { AccessMatrix } from "../matrix/matrix";
import { isMap } from "../sources/blocks";
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
  const found = ALL.flatMap((rule) => rule({ ...matrix, decide, options })).map((each) => {
    const accepted = reasonFor(matrix, each);
    return accepted === undefined ? each : { ...each, accepted };
  });
  return ORDER.flatMap((severity) => found.filter((each) => each.severity === severity));
}

/** Whether a finding is at least as bad. */
export function isAtLeast({ severity }: Pick<Finding, "severity">, least: Severity): boolean {
  return ORDER.indexOf(severity) <= ORDER.indexOf(least);
}

/** What modules write beside a resource for that which a statement acknowledges: `Sid: rule`, and the reason. */
function reasonFor({ model }: AccessMatrix, { rule, at }: Finding): string | undefined {
  const arn = model.terraform.find(({ address }) => address === at)?.arn;
  const holders = model.policies.filter(({ name, attachedTo }) => name === at || attachedTo === arn);
  const addresses = new Set([at, ...holders.map(({ name }) => name)]);
  for (const { address, attributes } of model.terraform) {
    const notes = attributes["//"];
    const list = isMap(notes) && addresses.has(address) ? [notes.relaxations ?? []].flat().filter(isMap) : [];
    const found = list.find(({ what }) => String(what).endsWith(`: ${rule}`));
    if (found !== undefined) return String(found.reason);
  }
  return undefined;
}
