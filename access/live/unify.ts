/** What only the deployment tells is taken from the account, where everything else of a policy is the same. */
import type { NamedPolicy, PolicyDocument } from "../evaluate/policy";
import { isUnknown } from "../evaluate/unknown";
import type { AccessModel, ModelPolicy } from "../model/model";
import { canonicalDocument } from "./canonical";

/** A reference of Terraform; variables of IAM have a colon, or are one character. */
const REFERENCE = /\$\{[^{}:]{2,}\}/;

/** The declared model with the documents of the account in place of those that differ by nothing but unknown values. */
export function unified(declared: AccessModel, live: AccessModel): AccessModel {
  const found = new Map<string, PolicyDocument>();
  for (const policy of declared.policies) {
    const other = live.policies.find((each) => isSame(each, policy));
    if (other === undefined || isUnknown(policy.document) || isUnknown(other.document)) continue;
    const said = canonicalDocument(policy.document);
    if (REFERENCE.test(said) && pattern(said).test(canonicalDocument(other.document)))
      found.set(JSON.stringify(policy.document), other.document);
  }
  if (found.size === 0) return declared;
  const read = <T extends NamedPolicy>(policy: T): T => {
    const document = found.get(JSON.stringify(policy.document));
    return document === undefined ? policy : { ...policy, document };
  };
  return {
    ...declared,
    policies: declared.policies.map(read),
    principals: declared.principals.map((who) => ({
      ...who,
      identity: who.identity.map(read),
      ...(who.boundary === undefined ? {} : { boundary: read(who.boundary) }),
    })),
    resources: declared.resources.map((each) =>
      each.policy === undefined ? each : { ...each, policy: read(each.policy) },
    ),
  };
}

export function isSame(one: ModelPolicy, other: ModelPolicy): boolean {
  return one.kind === other.kind && one.attachedTo === other.attachedTo && one.name === other.name;
}

function pattern(said: string): RegExp {
  const parts = said.split(new RegExp(REFERENCE, "g"));
  return new RegExp(
    `^${parts.map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, "\\$&")).join('[^"]+')}$`,
  );
}
