/** A stack and its account, as two models of the same things. */

import { isUnknown } from "../evaluate/unknown";
import { buildModel } from "../model/build";
import type { StackText } from "../model/from-text";
import type { AccessModel } from "../model/model";
import type { StackBlocks } from "../sources/blocks";
import { documentOf, type ManagedPolicies } from "../sources/collect";
import { KEY_TYPES, MANAGED_POLICY } from "../sources/holders";
import { stackValues } from "../sources/values";
import { liveBuckets } from "./buckets";
import { type Difference, differences } from "./differences";
import type { Fact, LiveFacts, LiveKey } from "./facts";
import { liveHolders, liveManaged } from "./holders";
import { liveKeys } from "./keys";
import { type Asked, Notes } from "./notes";
import { rawIn, withRaw } from "./raw";
import { unified } from "./unify";

/** How an account differs from a stack. */
export interface Drift {
  readonly stack: string;
  readonly differences: readonly Difference[];
  /** Addresses of what the account does not have. */
  readonly missing: readonly string[];
  /** What was not read, with the reason, one clause each. */
  readonly notRead: readonly string[];
  /** What is in the stack, and is not asked about. */
  readonly notCompared: readonly string[];
}

export interface LiveComparison {
  /** As the stack says it, by the names of the account. */
  readonly declared: AccessModel;
  /** As it is. */
  readonly live: AccessModel;
  readonly drift: Drift;
  /** What answers of {@link live} depend on where it was not read, in their words. */
  readonly unread: ReadonlySet<string>;
}

/** What holds a policy of its own, and is not read. */
const NOT_READ = ["aws_dynamodb_table", "aws_sns_topic", "aws_sqs_queue", "aws_secretsmanager_secret"];

/** States of a key in which it is used, or soon. */
const USABLE = ["Enabled", "Creating", "Updating"];

/**
 * @param stack with blocks by the names of the account, see `identify`
 * @param untold addresses of what nobody could ask about, with the reason
 * @throws AccessError for a policy that is none
 */
export function compareLive(
  { stack, origin, blocks }: StackText,
  account: string,
  facts: LiveFacts,
  untold: ReadonlyMap<string, string>,
): LiveComparison {
  const values = stackValues(blocks, account);
  const asked: Asked = { raw: rawIn(blocks), stack: values, facts };
  const notes = new Notes();
  const parts = [
    ...liveKeys(asked, notes),
    ...liveBuckets(asked, notes),
    ...liveHolders(asked, notes),
    ...liveManaged(asked, notes),
  ];
  const taken = new Set(parts.flatMap((part) => part.taken));
  const liveBlocks: StackBlocks = withRaw(blocks, [
    ...asked.raw.filter(({ address }) => !taken.has(address)),
    ...parts.flatMap(({ put }) => put),
  ]);
  const own = values.resources.filter(({ type }) => type === MANAGED_POLICY).map(({ arn }) => arn);
  const managed = managedTexts(facts, own, notes);
  const missing = missingIn(facts);
  const left = new Set([...missing, ...untold.keys()]);
  const gone = new Set(values.resources.filter(({ address }) => left.has(address)).map(({ arn }) => arn));
  const model = (read: StackBlocks, from: AccessModel["origin"]): AccessModel => {
    const built = buildModel(stackValues(read, account), { stack, origin: from }, managed);
    return {
      ...built,
      principals: built.principals.filter(({ id }) => !gone.has(id)),
      resources: built.resources.filter(({ address }) => !left.has(address)),
      policies: built.policies.filter(({ attachedTo }) => !gone.has(attachedTo)),
      grants: built.grants.filter(({ key }) => !gone.has(key)),
    };
  };
  const live = model(liveBlocks, "account");
  const declared = unified(model(blocks, origin), live);
  const unread = new Set(notes.notRead.keys());
  const topics = values.resources.filter(({ type }) => NOT_READ.includes(type));
  return {
    declared,
    live,
    unread: new Set(
      live.policies.flatMap(({ name, document }) =>
        isUnknown(document) && unread.has(document.unknown)
          ? [`the policy '${name}'`, `the policy '${name}' (${document.unknown})`]
          : [],
      ),
    ),
    drift: {
      stack,
      differences: [...keyStates(asked), ...differences(declared, live, unread)],
      missing,
      notRead: [...[...notes.notRead], ...untold].map(([what, why]) => `${what}: ${why}`),
      notCompared: topics.map(({ address }) => address),
    },
  };
}

function missingIn({ keys, buckets, holders }: LiveFacts): readonly string[] {
  return [keys, buckets, holders].flatMap((facts) =>
    Object.entries(facts)
      .filter(([, fact]) => "read" in fact && fact.read === undefined)
      .map(([address]) => address),
  );
}

/** Of policies that the stack attaches and does not make; the same for both sides. */
function managedTexts({ policies }: LiveFacts, own: readonly string[], notes: Notes): ManagedPolicies {
  return Object.fromEntries(
    Object.entries(policies).flatMap(([arn, fact]) => {
      if (own.includes(arn)) return [];
      if (!("read" in fact)) notes.unknown(`the text of policy '${arn}'`, fact.notRead);
      const document = "read" in fact && fact.read !== undefined ? documentOf(arn, fact.read) : undefined;
      return document === undefined || isUnknown(document) ? [] : [[arn, document] as const];
    }),
  );
}

/** A key that nobody can use, and that the stack does not turn off itself. */
function keyStates({ raw, facts }: Asked): readonly Difference[] {
  return Object.entries(facts.keys).flatMap(([address, fact]) => {
    const key = readOf(fact);
    const own = raw.find((each) => each.address === address);
    if (key === undefined || own === undefined || !KEY_TYPES.includes(own.type)) return [];
    const off = own.attributes.is_enabled === false || own.attributes.enabled === false;
    const meant = own.type.includes("external") && key.state === "PendingImport";
    if (USABLE.includes(key.state) ? !off : meant || (off && key.state === "Disabled")) return [];
    return [{ at: address, what: `the key is ${key.state} in the account` }];
  });
}

const readOf = (fact: Fact<LiveKey | undefined>): LiveKey | undefined =>
  "read" in fact ? fact.read : undefined;
