/** What the account says otherwise than the stack, whether or not somebody gains or loses by it. */
import { isUnknown } from "../evaluate/unknown";
import type { AccessModel, ModelPolicy } from "../model/model";
import { statementName, statementsOf } from "../model/statements";
import { type Attributes, isMap } from "../sources/blocks";
import { unknownsIn } from "../sources/unknown-marks";
import { OWNERSHIP, PUBLIC_ACCESS } from "./buckets";
import { canonicalStatement, sorted } from "./canonical";
import { UNREAD_POLICIES } from "./holders";
import { contentOf } from "./keys";
import { isSame } from "./unify";

export interface Difference {
  /** Address in the stack, or what stands for it in the account. */
  readonly at: string;
  /** One clause. */
  readonly what: string;
}

/**
 * @param declared what the stack says, by the names of the account
 * @param unread what stands for policies that were not read
 */
export function differences(
  declared: AccessModel,
  live: AccessModel,
  unread: ReadonlySet<string>,
): readonly Difference[] {
  return [
    ...policyDifferences(declared, live, unread),
    ...grantDifferences(declared, live),
    ...aliasDifferences(declared, live),
    ...bucketDifferences(declared, live),
    ...settingDifferences(declared, live),
  ];
}

const ONLY_LIVE = "is in the account, and not in the stack";
const ONLY_DECLARED = "is in the stack, and not in the account";

function policyDifferences(
  declared: AccessModel,
  live: AccessModel,
  unread: ReadonlySet<string>,
): readonly Difference[] {
  const subject = ({ kind, attachedTo }: ModelPolicy) => `${kind} ${attachedTo}`;
  const standsForAll = ({ name, kind, document }: ModelPolicy) =>
    isUnknown(document) &&
    unread.has(document.unknown) &&
    (kind === "resource" || name.startsWith(UNREAD_POLICIES));
  // Whose policies were not read, of him the boundary is not known either.
  const closed = new Set(
    live.policies
      .filter(standsForAll)
      .flatMap((policy) => [subject(policy), subject({ ...policy, kind: "boundary" })]),
  );
  const holder = ({ attachedTo }: ModelPolicy, { terraform }: AccessModel) =>
    terraform.find(({ arn }) => arn === attachedTo)?.address ?? attachedTo;
  const only = (policy: ModelPolicy, model: AccessModel, where: string): readonly Difference[] =>
    closed.has(subject(policy)) && (where === ONLY_DECLARED || standsForAll(policy))
      ? []
      : [{ at: policy.name, what: `${kindText(policy)} of ${holder(policy, model)} ${where}` }];
  return [
    ...declared.policies.flatMap((policy) => {
      const other = live.policies.find((each) => isSame(each, policy));
      if (other === undefined) return only(policy, declared, ONLY_DECLARED);
      return statementDifferences(policy, other).map((what) => ({ at: policy.name, what }));
    }),
    ...live.policies
      .filter((policy) => !declared.policies.some((each) => isSame(each, policy)))
      .flatMap((policy) => only(policy, live, ONLY_LIVE)),
  ];
}

const kindText = ({ kind }: ModelPolicy): string =>
  ({ trust: "the trust policy", boundary: "the permissions boundary", resource: "the policy" })[
    kind as string
  ] ?? "a policy";

/** Statement by statement; those without a name are told apart by what they say. */
function statementDifferences(declared: ModelPolicy, live: ModelPolicy): readonly string[] {
  if (isUnknown(declared.document) || isUnknown(live.document)) return [];
  const list = (policy: ModelPolicy) =>
    statementsOf(policy).map((each, index) => {
      const said = canonicalStatement(each);
      return { name: statementName(each, index), sid: each.Sid, said, text: JSON.stringify(sorted(said)) };
    });
  const left = list(live);
  const open = list(declared).filter((each) => {
    const same = left.findIndex(({ text }) => text === each.text);
    if (same >= 0) left.splice(same, 1);
    return same < 0;
  });
  const version =
    declared.document.Version === live.document.Version
      ? []
      : [`its version is ${String(live.document.Version)}, not ${String(declared.document.Version)}`];
  const found = open.map(({ name, sid, said }) => {
    const at = left.findIndex((each) => (sid === undefined ? each.name === name : each.sid === sid));
    const [other] = at < 0 ? [] : left.splice(at, 1);
    if (other === undefined) return `${name} ${ONLY_DECLARED}`;
    const elements = [...new Set([...Object.keys(said), ...Object.keys(other.said)])];
    const changed = elements.filter((element) => said[element] !== other.said[element]);
    return `${name} has another ${changed.join(" and ")} in the account`;
  });
  return [...version, ...found, ...left.map(({ name }) => `${name} ${ONLY_LIVE}`)];
}

function grantDifferences(declared: AccessModel, live: AccessModel): readonly Difference[] {
  const there = new Map(live.grants.map((each) => [each.name, each]));
  const known = new Set(declared.grants.map(({ name }) => name));
  return [
    ...declared.grants.flatMap((grant) => {
      const other = there.get(grant.name);
      if (other === undefined) return [{ at: grant.name, what: `the grant ${ONLY_DECLARED}` }];
      return contentOf(grant) === contentOf(other)
        ? []
        : [{ at: grant.name, what: "the grant says something else in the account" }];
    }),
    ...live.grants
      .filter(({ name }) => !known.has(name))
      .map(({ name, grantee, operations }) => ({
        at: name,
        what: `a grant of ${[...operations].sort().join(", ")} to ${grantee} ${ONLY_LIVE}`,
      })),
  ];
}

function aliasDifferences(declared: AccessModel, live: AccessModel): readonly Difference[] {
  return declared.resources
    .filter(({ kind, arn }) => kind === "key" && live.aliases[arn] !== undefined)
    .flatMap(({ address, arn }) => {
      const [said, has] = [declared.aliases[arn] ?? [], live.aliases[arn] ?? []];
      return [
        ...said
          .filter((name) => !has.includes(name))
          .map((name) => ({ at: address, what: `its ${name} ${ONLY_DECLARED}` })),
        ...has
          .filter((name) => !said.includes(name))
          .map((name) => ({ at: address, what: `its ${name} ${ONLY_LIVE}` })),
      ];
    });
}

/** What S3 does by itself, where a stack says nothing, is no difference. */
function bucketDifferences(declared: AccessModel, live: AccessModel): readonly Difference[] {
  return Object.entries(declared.buckets).flatMap(([arn, said]) => {
    const has = live.buckets[arn];
    const at = declared.terraform.find((each) => each.arn === arn)?.address ?? arn;
    if (has === undefined) return [];
    const key = ({ defaultKey }: typeof said) => defaultKey?.arn ?? "no key of its own choice";
    const open = (said.blockedEncryptionTypes ?? []).filter(
      (each) => each !== "NONE" && !has.blockedEncryptionTypes?.includes(each),
    );
    return [
      // A key that is not known is no other key.
      ...(key(said) === key(has) || unknownsIn(key(said)).length > 0
        ? said.defaultKey?.bucketKey === has.defaultKey?.bucketKey
          ? []
          : [
              {
                at,
                what: `its bucket key is ${has.defaultKey?.bucketKey === true ? "on" : "off"} in the account`,
              },
            ]
        : [{ at, what: `encrypts by default with ${key(has)}, not with ${key(said)}` }]),
      ...open.map((each) => ({ at, what: `does not refuse ${each} in the account` })),
    ];
  });
}

const FLAGS = ["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"];

function settingDifferences(declared: AccessModel, live: AccessModel): readonly Difference[] {
  return declared.terraform.flatMap(({ type, address, attributes }) => {
    if (type !== PUBLIC_ACCESS && type !== OWNERSHIP) return [];
    const other = live.terraform.find((each) => each.address === address)?.attributes;
    if (other === undefined) return [{ at: address, what: `the setting ${ONLY_DECLARED}` }];
    if (type === OWNERSHIP)
      return ownership(attributes) === ownership(other)
        ? []
        : [
            {
              at: address,
              what: `ownership of objects is ${ownership(other)}, not ${ownership(attributes)}`,
            },
          ];
    return FLAGS.filter((flag) => (attributes[flag] === true) !== (other[flag] === true)).map((flag) => ({
      at: address,
      what: `${flag} is ${other[flag] === true ? "on" : "off"} in the account`,
    }));
  });
}

function ownership({ rule }: Attributes): string {
  const first: unknown = [rule].flat()[0];
  return isMap(first) ? String(first.object_ownership) : "unset";
}
