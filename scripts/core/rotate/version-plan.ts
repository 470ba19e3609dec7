/** The plan of a manual rotation, as the outputs of a stack have it. Pure: nothing is asked. */
import { parseArn } from "../../../modules/arn";
import { OperatorError } from "../../errors";

export interface KeyVersion {
  readonly version: string;
  readonly arn: string;
}

/** Keys in the order in which they encrypt. */
export interface VersionPlan {
  readonly versions: readonly [KeyVersion, ...KeyVersion[]];
  /** The one that the configuration calls current. */
  readonly current: KeyVersion;
}

/**
 * @param versions value of the output; `undefined` where there is none.
 * @param current value of the output with the version that is current.
 * @throws OperatorError `usage` when they contradict each other or themselves.
 */
export function versionPlan(versions: unknown, current: unknown, described: string): VersionPlan | undefined {
  if (versions === undefined) return undefined;
  const list = Array.isArray(versions) ? versions.map(versionOf) : [];
  const [first, ...more] = list;
  if (first === undefined || more.includes(undefined))
    throw contradiction(described, "has versions that are no list of names and key ARNs");
  const all = [first, ...more.filter((each) => each !== undefined)] as const;
  for (const field of ["version", "arn"] as const)
    if (new Set(all.map((each) => each[field])).size < all.length)
      throw contradiction(described, `has the same ${field === "arn" ? "key" : field} twice`);
  const found = all.find(({ version }) => version === current);
  if (found !== undefined) return { versions: all, current: found };
  throw contradiction(described, `calls ${text(current)} current, which is none of its versions`);
}

function versionOf(value: unknown): KeyVersion | undefined {
  const { version, arn } = (value ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof version !== "string" || typeof arn !== "string") return undefined;
  const { service, resource = "" } = parseArn(arn) ?? {};
  return service === "kms" && resource.startsWith("key/") ? { version, arn } : undefined;
}

const text = (value: unknown): string => (typeof value === "string" ? `'${value}'` : "nothing");

function contradiction(described: string, problem: string): OperatorError {
  return new OperatorError("usage", `${described} ${problem}`, {
    hint: "deploy the stack, and write the outputs again",
  });
}

/** For people: the name of a key in the plan, else its ARN. */
export function nameOf(plan: VersionPlan | undefined, arn: string): string {
  const found = plan?.versions.find((each) => each.arn === arn);
  return found === undefined ? arn : `${found.version} (${arn})`;
}

/**
 * The key that the alias is to stand for: the one that was named, else that after the current one.
 * @returns `undefined` behind the last one.
 * @throws OperatorError `usage` when it is not in the plan.
 */
export function nextKey(plan: VersionPlan | undefined, to: string | undefined): string | undefined {
  if (to === undefined) {
    if (plan === undefined)
      throw new OperatorError("usage", "no key is given to rotate to", {
        hint: "give --to KEY, or --outputs FILE of a stack with versions of its key",
      });
    return plan.versions[plan.versions.indexOf(plan.current) + 1]?.arn;
  }
  if (plan === undefined) return to;
  const found = plan.versions.find(({ version, arn }) => version === to || arn === to);
  if (found !== undefined) return found.arn;
  throw new OperatorError(
    "usage",
    `'${to}' is not in the plan of the stack, allowed: ${plan.versions.map(({ version }) => version).join(", ")}`,
    { hint: "name one of its versions, or give --alias and --to without --outputs" },
  );
}
