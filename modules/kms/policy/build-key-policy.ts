/** From audiences to statements. Nothing here throws: every problem is collected, so that all can be reported at once. */
import { ConfigError } from "../../config-error";
import type { Statement } from "../../iam/policies/policy-document";
import { rootArn } from "../../iam/policies/principals";
import { having } from "../../shape";
import { shown, shownText } from "../../show-value";
import { isToken } from "../../tokens";
import { assertArguments } from "../../validate";
import { type KeyType, keyType } from "../key-type";
import {
  AUDIENCES,
  type AudienceName,
  audienceProblem,
  audienceTraits,
  SERVICE_ROLES,
  type ServiceRoleName,
} from "./audiences";
import { conditioned, conditionProblems, type UseConditions } from "./conditions";
import { boundGrants, grantBoundProblems } from "./grant-bounds";
import { rootStatement, THIS_KEY } from "./key-policy";
import type { Audience, KeyPolicyProps, OtherAccount } from "./key-policy-props";
import { KEY_POLICY, policyKey } from "./policy-shape";
import { overridden, sourcePart } from "./policy-sources";
import { principalProblem, statementsFor } from "./principal-statements";
import { otherServiceParts, type Part, serviceParts } from "./service-statements";

/** What the policy needs to know of its key. */
export type PolicyKey = Pick<KeyType, "kind" | "keySpec">;

/** Statements, and what is wrong with what they were made from. */
export interface BuiltPolicy {
  readonly statements: readonly Statement[];
  readonly problems: readonly string[];
}

/**
 * A key policy by audience, as plain statements in a fixed order: source, root, audiences, accounts, services, extra.
 *
 * @param key what kind of key the policy is for; `Key` passes its own
 * @throws {@link ConfigError} with every problem
 */
export function keyPolicy(props: KeyPolicyProps, key: PolicyKey = keyType({})): readonly Statement[] {
  assertArguments("key policy", { key }, { key: policyKey });
  const { statements, problems } = buildKeyPolicy(props, key);
  if (problems.length > 0) throw new ConfigError("key policy", problems);
  return statements;
}

const formOf = having(KEY_POLICY);

/** {@link keyPolicy} for those who report the problems themselves. */
export function buildKeyPolicy(props: KeyPolicyProps, key: PolicyKey): BuiltPolicy {
  const form = formOf("", props);
  if (form.length > 0) return { statements: [], problems: form };
  const preset = join([
    { statements: [], problems: unknownProps(props) },
    rootPart(props),
    ...named(AUDIENCES, props).map(([name, given]) => audiencePart(props, key, name, given)),
    ...named(SERVICE_ROLES, props).map(([name, given]) => serviceRolePart(key, name, given)),
    ...(props.accounts ?? []).map((account, index, all) =>
      accountPart(props, key, account, accountName(account, all.slice(0, index))),
    ),
    ...serviceParts(props, key),
    ...otherServiceParts(props.otherServices ?? []),
  ]);
  const all = join([sourcePart("source", props.source), preset, sourcePart("extra", props.extra)]);
  return overridden(all, sourcePart("override", props.override));
}

/** Configurations come from YAML as well, where the compiler has not looked: a misspelt audience would silently be nobody. */
function unknownProps(props: KeyPolicyProps): readonly string[] {
  return Object.keys(props)
    .filter((name) => !Object.hasOwn(KEY_POLICY, name))
    .map(
      (name) =>
        `a key policy has no ${shown(name)}, only ${Object.keys({ ...AUDIENCES, ...SERVICE_ROLES }).join(", ")}`,
    );
}

/** The rows of a table that were given, in the order of the table. */
function named<N extends AudienceName | ServiceRoleName>(
  table: Readonly<Record<N, unknown>>,
  props: KeyPolicyProps,
): readonly (readonly [N, Audience])[] {
  return (Object.keys(table) as N[]).flatMap((name) => {
    const given: Audience | undefined = props[name];
    return given === undefined ? [] : [[name, given] as const];
  });
}

function rootPart({ env, root = "manage" }: KeyPolicyProps): Part {
  if (root === "manage") return { statements: [rootStatement(env)], problems: [] };
  if ("full" in root)
    return {
      statements: [rootStatement(env, { full: true, reason: root.full })],
      problems: root.full.trim() === "" ? ["root.full needs a reason, got an empty one"] : [],
    };
  return {
    statements: [],
    problems: root.off.trim() === "" ? ["root.off needs a reason, got an empty one"] : [],
  };
}

function audiencePart(props: KeyPolicyProps, key: PolicyKey, name: AudienceName, given: Audience): Part {
  const { principals, ...use } = "principals" in given ? given : { principals: given };
  const problems = [
    ...useProblems(name, key, name, use),
    ...principalProblems(name, principals),
    ...conditionProblems(name, use, audienceTraits(name).conditions),
  ];
  const statements = audienceStatements(props, key, name, use).flatMap((statement) =>
    statementsFor(principals, statement),
  );
  return { statements, problems };
}

/** What an audience may do under conditions, without principals: for a key policy, or for a policy of an identity. */
export function audienceStatements(
  { env }: Pick<KeyPolicyProps, "env">,
  { kind }: PolicyKey,
  name: AudienceName,
  use: UseConditions,
): readonly Statement[] {
  const { sid, actions: byKind, conditions } = audienceTraits(name);
  const actions = byKind[kind];
  if (actions === undefined) return []; // reported by useProblems
  const statement: Statement = {
    sid,
    actions,
    resources: THIS_KEY,
    ...(conditions === undefined ? {} : { conditions }),
  };
  const conditionedStatements = conditioned(env, statement, use);
  return audienceTraits(name).createsGrants === true
    ? conditionedStatements.flatMap((each) => boundGrants(each, use))
    : conditionedStatements;
}

/** What is wrong with a use, whoever it is for. */
export function useProblems(
  what: string,
  { kind }: PolicyKey,
  name: AudienceName,
  use: UseConditions,
): readonly string[] {
  const problem = audienceProblem(name, kind);
  const problems = problem === undefined ? [] : [problem.replace(name, what)];
  const { uses, createsGrants = false } = audienceTraits(name);
  const contextless = kind !== "symmetricEncryption" || !uses || createsGrants || name === "grantUsers";
  if (use.encryptionContext !== undefined && contextless)
    problems.push(`encryptionContext of ${what} makes no sense: its requests carry none`);
  return [...problems, ...grantBoundProblems(what, createsGrants, kind, use)];
}

function serviceRolePart(key: PolicyKey, name: ServiceRoleName, given: Audience): Part {
  const { principals, ...use } = "principals" in given ? given : { principals: given };
  const problem = audienceProblem(name, key.kind);
  const problems = [
    ...(problem === undefined ? [] : [problem]),
    ...principalProblems(name, principals),
    ...(Object.keys(use).length > 0
      ? [`${name} take principals only, got ${Object.keys(use).map(shownText).join(", ")}`]
      : []),
  ];
  const statements = SERVICE_ROLES[name].flatMap(({ sid, actions, conditions }) =>
    statementsFor(principals, {
      sid,
      actions,
      resources: THIS_KEY,
      ...(conditions === undefined ? {} : { conditions }),
    }),
  );
  return { statements, problems };
}

function accountPart(
  props: KeyPolicyProps,
  key: PolicyKey,
  { accountId, audience, ...use }: OtherAccount,
  sid: string,
): Part {
  const { env } = props;
  if (!Object.hasOwn(AUDIENCES, audience))
    return {
      statements: [],
      problems: [
        `audience of account ${accountId} must be one of ${Object.keys(AUDIENCES).join(", ")}, got ${shownText(audience)}`,
      ],
    };
  const what = `${audience} of account ${accountId}`;
  const problems = [
    ...useProblems(what, key, audience, use),
    ...conditionProblems(what, use, audienceTraits(audience).conditions),
  ];
  if (!/^\d{12}$/.test(accountId) && !isToken(accountId))
    problems.push(`accountId must be twelve digits, got ${shown(accountId)}`);
  if (accountId === env.accountId)
    problems.push(`account ${accountId} is the key's own: name its principals in ${audience}`);
  if (!audienceTraits(audience).uses)
    problems.push(`account ${accountId} cannot be ${audience}: another account can only use a key`);
  const root = rootArn({ partition: env.partition, accountId });
  const statements = audienceStatements(props, key, audience, use).map((statement) => ({
    ...statement,
    sid: `${sid}${statement.sid}`,
    principals: { aws: [root] },
  }));
  return { statements, problems };
}

/** How sids call an account. One that only Terraform knows goes by its place among its like: the number of a token may change with anything. */
function accountName({ accountId }: OtherAccount, before: readonly OtherAccount[]): string {
  if (!isToken(accountId)) return `Account${accountId.replaceAll(/\D/g, "")}`;
  const place = before.filter((other) => isToken(other.accountId)).length + 1;
  return `OtherAccount${place === 1 ? "" : place}`;
}

function principalProblems(what: string, principals: readonly string[]): readonly string[] {
  if (principals.length === 0) return [`${what} must name a principal`];
  return principals
    .map((principal) => principalProblem(what, principal))
    .filter((problem) => problem !== undefined);
}

function join(parts: readonly Part[]): BuiltPolicy {
  return {
    statements: parts.flatMap(({ statements }) => statements),
    problems: parts.flatMap(({ problems }) => problems),
  };
}
