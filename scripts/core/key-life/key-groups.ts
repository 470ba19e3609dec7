/** KMS keys that open the same: a multi-Region key in all of its regions is one. */
import { parseArn } from "../../../modules/arn";
import { areReplicas } from "../crypto/kms/usable-keys";
import type { KeyState, KeyStates } from "./ports";

/** A key as backups name it, and what can be done with it or with its replicas. */
export interface JudgedKey extends KeyState {
  /** A replica that can be used in its place; only looked for where it cannot be used itself. */
  readonly replica: string | undefined;
  /** Whether it was told to do without it. */
  readonly leftOut: boolean;
}

/** The same text for keys that open the same. */
export function groupOf(arn: string): string {
  const parsed = parseArn(arn);
  return parsed !== undefined && areReplicas(arn, arn) ? `${parsed.account} ${parsed.resource}` : arn;
}

/** Whether something opens with it now, itself or by a replica. */
export const opens = ({ condition, replica, leftOut }: JudgedKey): boolean =>
  !leftOut && (condition === "usable" || replica !== undefined);

/**
 * @param arn as a backup names it
 * @param known ARNs of keys that the user has; replicas may be among them.
 * @param without ARNs of keys that are taken for gone, replicas included.
 */
export async function judgeKey(
  arn: string,
  { known, without }: { readonly known: readonly string[]; readonly without: readonly string[] },
  kms: Pick<KeyStates, "state">,
): Promise<JudgedKey> {
  const state = await kms.state(arn);
  if (without.some((each) => each === arn)) {
    const replica = await usableReplica(state, known, without, kms);
    return { ...state, replica, leftOut: replica === undefined };
  }
  const replica = state.condition === "usable" ? undefined : await usableReplica(state, known, without, kms);
  return { ...state, replica, leftOut: false };
}

async function usableReplica(
  { arn, replicas }: KeyState,
  known: readonly string[],
  without: readonly string[],
  kms: Pick<KeyStates, "state">,
): Promise<string | undefined> {
  const others = new Set([...replicas, ...known].filter((each) => each !== arn && areReplicas(arn, each)));
  for (const each of others)
    if (!without.includes(each) && (await kms.state(each)).condition === "usable") return each;
  return undefined;
}
