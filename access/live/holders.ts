/** Roles and users as they are: whom they trust, their boundaries, and every policy that they have, those of a user's groups, too. */
import { isMap } from "../sources/blocks";
import { named } from "../sources/find";
import { MANAGED_POLICY } from "../sources/holders";
import type { Fact, InlineText, LiveHolder } from "./facts";
import { type Asked, about, type Notes, type Replaced, written } from "./notes";
import { type Raw, without } from "./raw";

/** How the name of what stands for all policies of a holder begins, where they were not read. */
export const UNREAD_POLICIES = "policies of ";

/** What is about several holders; each tells of itself what it has. */
const OF_GROUPS = [
  "aws_iam_group_membership",
  "aws_iam_group_policy",
  "aws_iam_group_policy_attachment",
  "aws_iam_user_group_membership",
];
const OF_ALL = "aws_iam_policy_attachment";

export function liveHolders(asked: Asked, notes: Notes): readonly Replaced[] {
  const holders = asked.raw.filter(({ address }) => Object.hasOwn(asked.facts.holders, address));
  const people = holders.some(({ type }) => type === "aws_iam_user");
  const shared = asked.raw.filter(
    ({ type }) => (people && OF_GROUPS.includes(type)) || (holders.length > 0 && type === OF_ALL),
  );
  return [
    ...holders.flatMap((own) => {
      const fact = asked.facts.holders[own.address];
      return fact === undefined ? [] : [liveHolder(asked, notes, own, fact)];
    }),
    { taken: shared.map(({ address }) => address), put: [] },
  ];
}

function liveHolder(asked: Asked, notes: Notes, own: Raw, fact: Fact<LiveHolder | undefined>): Replaced {
  const kind = own.type === "aws_iam_role" ? "role" : "user";
  const of = (type: string) =>
    about(
      asked,
      type,
      (attributes) => named(asked.stack, [own.type], attributes[kind])?.address === own.address,
    );
  const inline = of(`aws_iam_${kind}_policy`);
  const taken = [own, ...inline, ...of(`aws_iam_${kind}_policy_attachment`)].map(({ address }) => address);
  if ("read" in fact && fact.read === undefined) return { taken, put: [] };
  const name = asked.stack.resources.find(({ address }) => address === own.address)?.attributes.name;
  const policy = (address: string, attributes: Raw["attributes"]): Raw => ({
    type: `aws_iam_${kind}_policy`,
    address,
    attributes: { ...attributes, [kind]: name },
  });
  const rest = without(
    own.attributes,
    "assume_role_policy",
    "inline_policy",
    "managed_policy_arns",
    "permissions_boundary",
  );
  const unread = (what: string, why: string) =>
    policy(`${UNREAD_POLICIES}${own.address}`, { policy: notes.unknown(`${what} of ${own.address}`, why) });
  if (!("read" in fact) || fact.read === undefined) {
    const why = "read" in fact ? "" : fact.notRead;
    const trust =
      kind === "role" ? { assume_role_policy: notes.unknown(`the trust policy of ${own.address}`, why) } : {};
    return { taken, put: [{ ...own, attributes: { ...rest, ...trust } }, unread("the policies", why)] };
  }
  const { trust, boundary, inline: texts, attached } = fact.read;
  const inside = [own.attributes.inline_policy ?? []].flat().filter(isMap);
  const blocks = inside.flatMap((block) => {
    const text = "read" in texts ? texts.read.find((each) => each.name === block.name) : undefined;
    if (text === undefined) return [];
    return [{ name: block.name, policy: notes.text(text.text, `policy ${text.name} of ${own.address}`) }];
  });
  const others =
    "read" in texts ? texts.read.filter((each) => !inside.some(({ name }) => name === each.name)) : [];
  return {
    taken,
    put: [
      {
        ...own,
        attributes: {
          ...rest,
          ...(trust === undefined ? {} : { assume_role_policy: written(trust) }),
          ...(boundary === undefined ? {} : { permissions_boundary: written(boundary) }),
          ...(blocks.length === 0 ? {} : { inline_policy: blocks }),
        },
      },
      ...("read" in texts
        ? placed(asked, others, inline, own).map(([each, address]) =>
            policy(address, {
              ...remarks(asked, address),
              name: written(each.name),
              policy: notes.text(each.text, `policy ${each.name} of ${own.address}`),
            }),
          )
        : [unread("the inline policies", texts.notRead)]),
      ...("read" in attached
        ? attached.read.map((arn) => ({
            type: `aws_iam_${kind}_policy_attachment`,
            address: `${arn} on ${own.address}`,
            attributes: { [kind]: name, policy_arn: written(arn) },
          }))
        : [unread("the attached policies", attached.notRead)]),
    ],
  };
}

/** What the stack says beside a policy: which findings it accepts, and why. */
function remarks({ raw }: Asked, of: string): Raw["attributes"] {
  const said = raw.find(({ address }) => address === of)?.attributes["//"];
  return said === undefined ? {} : { "//": said };
}

/** Each policy with the address that the stack has for it, by its name; those whose name Terraform makes up in their order. */
function placed(
  asked: Asked,
  texts: readonly InlineText[],
  declared: readonly Raw[],
  own: Raw,
): readonly (readonly [InlineText, string])[] {
  const nameOf = ({ address }: Raw) =>
    asked.stack.resources.find((each) => each.address === address)?.attributes.name;
  const group = about(asked, "aws_iam_group_policy", () => true);
  const nameless = declared.filter(({ attributes }) => attributes.name === undefined);
  return texts.map((each) => {
    const found =
      (each.group === undefined ? declared : group).find((raw) => nameOf(raw) === each.name) ??
      (each.group === undefined
        ? nameless.find((raw) => each.name.startsWith(String(raw.attributes.name_prefix ?? "terraform-")))
        : undefined);
    if (found !== undefined && nameless.includes(found)) nameless.splice(nameless.indexOf(found), 1);
    const from = each.group === undefined ? "" : ` of group ${each.group}`;
    return [each, found?.address ?? `policy ${each.name}${from} of ${own.address}`] as const;
  });
}

/** Managed policies that the stack makes, by their texts. */
export function liveManaged({ raw, stack, facts }: Asked, notes: Notes): readonly Replaced[] {
  return raw
    .filter(({ type }) => type === MANAGED_POLICY)
    .flatMap((own) => {
      const arn = stack.resources.find(({ address }) => address === own.address)?.arn ?? "";
      const fact = facts.policies[arn];
      if (fact === undefined) return [];
      if ("read" in fact && fact.read === undefined) return [{ taken: [own.address], put: [] }];
      const text = notes.text(
        "read" in fact ? { read: fact.read ?? "" } : fact,
        `the text of ${own.address}`,
      );
      return [{ taken: [own.address], put: [{ ...own, attributes: { ...own.attributes, policy: text } }] }];
    });
}
