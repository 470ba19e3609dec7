/** Keys as they are: their policies, aliases and grants. */
import { parseArn } from "../../modules/arn";
import { grantsOf } from "../model/grants";
import type { ModelGrant } from "../model/model";
import { keyArn } from "../sources/find";
import { sorted } from "./canonical";
import type { Fact, LiveGrant, LiveKey } from "./facts";
import { type Asked, about, type Notes, type Replaced, written } from "./notes";
import { type Raw, without } from "./raw";

export function liveKeys(asked: Asked, notes: Notes): readonly Replaced[] {
  return Object.entries(asked.facts.keys).flatMap(([address, fact]) => {
    const own = asked.raw.find((each) => each.address === address);
    const arn = asked.stack.resources.find((each) => each.address === address)?.arn;
    return own === undefined || arn === undefined ? [] : [liveKey(asked, notes, own, arn, fact)];
  });
}

function liveKey(
  asked: Asked,
  notes: Notes,
  own: Raw,
  arn: string,
  fact: Fact<LiveKey | undefined>,
): Replaced {
  const on = (type: string, attribute: string) =>
    about(asked, type, (attributes, region) => keyArn(asked.stack, attributes[attribute], region) === arn);
  const policies = on("aws_kms_key_policy", "key_id");
  const aliases = on("aws_kms_alias", "target_key_id");
  const grants = on("aws_kms_grant", "key_id");
  const addresses = (all: readonly Raw[]) => all.map(({ address }) => address);
  if ("read" in fact && fact.read === undefined)
    return { taken: addresses([own, ...policies, ...aliases, ...grants]), put: [] };
  const key = "read" in fact ? fact.read : undefined;
  const unread = { notRead: "read" in fact ? "" : fact.notRead };
  const policy = notes.text(key?.policy ?? unread, `the policy of ${own.address}`);
  const [holder = own] = policies;
  const withoutText = [own, ...policies].map((each) => ({
    ...each,
    attributes: { ...without(each.attributes, "policy"), ...(each === holder ? { policy } : {}) },
  }));
  const named = key?.aliases ?? unread;
  const given = key?.grants ?? unread;
  if (!("read" in named)) notes.unknown(`the aliases of ${own.address}`, named.notRead);
  if (!("read" in given)) notes.unknown(`the grants on ${own.address}`, given.notRead);
  return {
    taken: addresses([
      own,
      ...policies,
      ...("read" in named ? aliases : []),
      ...("read" in given ? grants : []),
    ]),
    put: [
      ...withoutText,
      ...("read" in named ? named.read.map((name) => liveAlias(asked, name, arn, own, aliases)) : []),
      ...("read" in given ? liveGrants(asked, given.read, arn, own, grants) : []),
    ],
  };
}

function liveAlias({ stack }: Asked, name: string, arn: string, key: Raw, declared: readonly Raw[]): Raw {
  const known = declared.find(
    ({ address }) => stack.resources.find((each) => each.address === address)?.attributes.name === name,
  );
  const where = known?.attributes ?? { region: parseArn(arn)?.region };
  return {
    type: "aws_kms_alias",
    address: known?.address ?? `${name} of ${key.address}`,
    attributes: { ...where, name: written(name), target_key_id: arn },
  };
}

function liveGrants(
  { stack }: Asked,
  grants: readonly LiveGrant[],
  arn: string,
  key: Raw,
  declared: readonly Raw[],
): readonly Raw[] {
  const left = new Map(
    grantsOf(stack)
      .filter((each) => each.key === arn)
      .map((each) => [each.name, each]),
  );
  const named = (address: string) => declared.find((each) => each.address === address)?.attributes.name;
  return grants.map((grant) => {
    const found =
      [...left.values()].find(({ name }) => grant.name !== undefined && named(name) === grant.name) ??
      [...left.values()].find((each) => contentOf(each) === contentOf(grant));
    if (found !== undefined) left.delete(found.name);
    const known = declared.find(({ address }) => address === found?.name);
    return {
      type: "aws_kms_grant",
      address: known?.address ?? `grant ${grant.name ?? grant.id} on ${key.address}`,
      attributes: {
        ...(known === undefined ? { region: parseArn(arn)?.region } : without(known.attributes, ...SAID)),
        key_id: arn,
        grantee_principal: written(grant.grantee),
        operations: grant.operations,
        ...(grant.retiring === undefined ? {} : { retiring_principal: written(grant.retiring) }),
        ...constraints(grant),
      },
    };
  });
}

/** What a grant says, whatever it is called. */
export function contentOf(grant: LiveGrant | ModelGrant): string {
  const {
    grantee,
    operations,
    retiring = "",
    encryptionContextEquals = {},
    encryptionContextSubset = {},
  } = grant;
  return JSON.stringify(
    sorted([grantee, [...operations].sort(), retiring, encryptionContextEquals, encryptionContextSubset]),
  );
}

const SAID = ["constraints", "retiring_principal"] as const;

function constraints({ encryptionContextEquals: equals, encryptionContextSubset: subset }: LiveGrant) {
  if (equals === undefined && subset === undefined) return {};
  const texts = (pairs: Readonly<Record<string, string>> = {}) =>
    Object.fromEntries(Object.entries(pairs).map(([name, value]) => [name, written(value)]));
  return {
    constraints: [
      {
        ...(equals === undefined ? {} : { encryption_context_equals: texts(equals) }),
        ...(subset === undefined ? {} : { encryption_context_subset: texts(subset) }),
      },
    ],
  };
}
