/** What is wrong with the props of keys, and what all keys have in common. */
import { type AwsEnvironment, acknowledgedIn, judgePolicy, type Statement } from "../../iam";
import { type Relaxation, relaxationProblems, relaxationsOf } from "../../relaxations";
import { shown, shownText } from "../../show-value";
import { outside, problemsOf, type Rule, unlessToken } from "../../validate";
import { aliasProblem } from "../aliases/alias-name";
import { KEY_SPECS, keySpecTraits } from "../key-spec";
import { type KeyType, keyTypeProblems } from "../key-type";
import {
  DEFAULT_DELETION_WINDOW_IN_DAYS,
  DELETION_WINDOW_IN_DAYS,
  DESCRIPTION_LENGTH,
  ROTATION_PERIOD_IN_DAYS,
} from "../limits";
import { type BuiltPolicy, buildKeyPolicy } from "../policy/build-key-policy";
import { deletionWindowStatements } from "../policy/key-policy";
import { lockoutOfSound, lockoutProblem } from "../policy/lockout";
import type { KeyCommonProps, KeyProps } from "./key-props";

/** Partition of the regions of China. */
const CHINA = "aws-cn";

const COMMON_RULES: readonly Rule<KeyCommonProps>[] = [
  ({ deletionWindowInDays }) =>
    outside("deletionWindowInDays", deletionWindowInDays, DELETION_WINDOW_IN_DAYS),
];

const KEY_RULES: readonly Rule<KeyProps>[] = [
  ({ description }) => descriptionProblem(description),
  ({ rotationPeriodInDays }) =>
    outside("rotationPeriodInDays", rotationPeriodInDays, ROTATION_PERIOD_IN_DAYS),
];

/** What is wrong with a description. */
export function descriptionProblem(description: string | undefined): string | undefined {
  return unlessToken(description, ({ length }) =>
    length >= DESCRIPTION_LENGTH.min && length <= DESCRIPTION_LENGTH.max
      ? undefined
      : `description must be ${DESCRIPTION_LENGTH.min} to ${DESCRIPTION_LENGTH.max} characters long, got ${length}`,
  );
}

/** A policy by audience with another region in its conditions; plain statements are taken as they are. */
export function inRegion(policy: KeyProps["policy"], region: string | undefined): KeyProps["policy"] {
  if (region === undefined || !("env" in policy)) return policy;
  return { ...policy, env: { ...policy.env, region } };
}

/** Where something is, with another region. */
export function withRegion(
  env: AwsEnvironment | undefined,
  region: string | undefined,
): AwsEnvironment | undefined {
  return env === undefined || region === undefined ? env : { ...env, region };
}

/** The statements of a key policy, however it is given, and that on the time until the key may be deleted. */
export function policyOf(
  {
    policy,
    deletionWindowInDays = DEFAULT_DELETION_WINDOW_IN_DAYS,
  }: Pick<KeyProps, "policy" | "deletionWindowInDays">,
  type: Pick<KeyType, "kind" | "keySpec">,
): BuiltPolicy {
  const { statements, problems }: BuiltPolicy =
    "env" in policy ? buildKeyPolicy(policy, type) : { statements: policy, problems: [] };
  // Of a policy that could not be made, nothing is left to be guarded.
  if (statements.length === 0) return { statements, problems };
  return { statements: [...statements, ...deletionWindowStatements(deletionWindowInDays)], problems };
}

/** Everything that is wrong with a key. */
export function keyProblems(
  props: KeyProps,
  statements: readonly Statement[],
  problems: readonly string[],
): readonly string[] {
  const aliases = props.aliases ?? [];
  const twice = aliases.filter((name, index) => aliases.indexOf(name) !== index);
  return [
    ...problemsOf(props, KEY_RULES),
    ...keyTypeProblems(props),
    ...chinaProblems(props),
    ...aliases.map((name) => unlessToken(name, aliasProblem)).filter((problem) => problem !== undefined),
    ...twice.map((name) => `aliases must not repeat ${shown(name)}`),
    ...commonProblems(props, statements, problems, envOf(props)?.accountId),
  ];
}

/** Everything that is wrong with what keys and replicas have in common. */
export function commonProblems(
  props: KeyCommonProps,
  statements: readonly Statement[],
  problems: readonly string[],
  accountId: string | undefined,
): readonly string[] {
  // Of a policy that could not be made, there is no more to say than why.
  const invalid = statements.length === 0 && problems.length > 0 ? [] : judgePolicy("key", statements);
  // A sound policy has a sound form.
  const judge = invalid.length === 0 ? lockoutOfSound : lockoutProblem;
  const lockout = props.acknowledgeLockoutRisk === undefined ? judge(statements, accountId) : undefined;
  return [
    ...problemsOf(props, COMMON_RULES),
    ...relaxationProblems(keyRelaxations(props, [])),
    ...problems,
    ...invalid,
    ...(lockout === undefined || statements.length === 0 ? [] : [lockout]),
  ];
}

function envOf({ policy, env }: KeyProps): AwsEnvironment | undefined {
  return env ?? ("env" in policy ? policy.env : undefined);
}

/** A spec that only the regions of China have. A partition that only Terraform knows passes. */
function chinaProblems(props: KeyProps): readonly string[] {
  const { keySpec = "SYMMETRIC_DEFAULT" } = props;
  if (!Object.hasOwn(KEY_SPECS, keySpec) || keySpecTraits(keySpec).chinaOnly !== true) return [];
  const problem = unlessToken(envOf(props)?.partition, (partition) =>
    partition === CHINA
      ? undefined
      : `keySpec ${keySpec} is there in the partition ${CHINA} only, got ${shownText(partition)}`,
  );
  return problem === undefined ? [] : [problem];
}

/** Every safe default that a key gives up, its policy included. */
export function keyRelaxations(
  props: KeyCommonProps & Pick<KeyProps, "rotation"> & { readonly policy?: KeyProps["policy"] },
  statements: readonly Statement[],
): readonly Relaxation[] {
  const root = props.policy !== undefined && "env" in props.policy ? props.policy.root : undefined;
  return [
    ...relaxationsOf({
      preventDestroy: props.preventDestroy,
      rotation: props.rotation,
      acknowledgeLockoutRisk: props.acknowledgeLockoutRisk,
      bypassPolicyLockoutSafetyCheck: props.bypassPolicyLockoutSafetyCheck,
      "policy.root": typeof root === "object" && "off" in root ? root : undefined,
    }),
    ...acknowledgedIn(statements),
  ];
}

/** Attributes of every key and replica. */
export function commonAttributes(props: KeyCommonProps) {
  return {
    deletionWindowInDays: props.deletionWindowInDays ?? DEFAULT_DELETION_WINDOW_IN_DAYS,
    ...(props.bypassPolicyLockoutSafetyCheck === undefined ? {} : { bypassPolicyLockoutSafetyCheck: true }),
    lifecycle: { preventDestroy: (props.preventDestroy ?? true) === true },
  };
}
