/** Whether the keys are there, are those that the stack means, and can be used. */
import type { KeyState, KeyStates } from "../key-life/ports";
import type { AutomaticRotation, KeyRotation } from "../rotate/ports";
import { type Check, type Found, look } from "./check";

export interface KeyQuestion {
  /** What is sealed with: ARNs, ids or aliases. */
  readonly sealKeys: readonly string[];
  /** What the stack's outputs call its key; `undefined` without outputs. */
  readonly declared: string | undefined;
  /** ARNs that may have to open older backups. */
  readonly openKeys: readonly string[];
  /** Whether the stack has versions of the key, and somebody moves the alias from one to the next. */
  readonly byHand: boolean;
  readonly now: Date;
}

const DAY_MILLISECONDS = 24 * 3_600_000;
/** Days before imported material expires from which on somebody should act. */
const SOON_DAYS = 30;

/** What was looked at; and the keys, as far as there is an answer. */
export interface FoundKeys {
  readonly checks: readonly Check[];
  readonly keys: readonly KeyState[];
}

export async function keyChecks(
  kms: KeyStates,
  rotation: Pick<KeyRotation, "automatic">,
  question: KeyQuestion,
): Promise<FoundKeys> {
  const { sealKeys, openKeys, declared, byHand, now } = question;
  const checks: Check[] = [];
  const keys: KeyState[] = [];
  const seen = new Set<string>();
  const stateOf = async (arn: string): Promise<KeyState> => {
    const state = await kms.state(arn);
    keys.push(state);
    return state;
  };
  for (const key of sealKeys) {
    checks.push(
      await look("key", `key ${key}`, async () => {
        const arn = await kms.arnOf(key);
        seen.add(arn);
        const state = stateFound(await stateOf(arn), now, true);
        if (state.result === "ok" && declared !== undefined && arn !== declared)
          return {
            result: "warning",
            detail: `it is ${arn}, and the stack's outputs say ${declared}`,
            mend: "write the outputs again, or see who moved the alias: `sealstack rotate` does it on purpose",
          };
        return state.result === "ok" ? { ...state, detail: `${arn}: ${state.detail}` } : state;
      }),
    );
  }
  for (const arn of seen)
    checks.push(
      await look("rotation", `rotation of ${arn}`, async () =>
        rotationFound(byHand ? "by hand" : await rotation.automatic(arn)),
      ),
    );
  for (const arn of openKeys.filter(
    (key) => key.startsWith("arn:") && !seen.has(key) && !key.includes(":alias/"),
  ))
    checks.push(
      await look("key", `older key ${arn}`, async () => stateFound(await stateOf(arn), now, false)),
    );
  return { checks, keys };
}

function rotationFound(rotation: AutomaticRotation | "by hand" | undefined): Found {
  if (rotation === "by hand") return { result: "ok", detail: "by hand, with `sealstack rotate`" };
  if (rotation === undefined)
    return {
      result: "ok",
      detail: "KMS does not rotate keys of this kind by itself: `sealstack rotate` does",
    };
  const { on, everyDays, next } = rotation;
  if (on)
    return {
      result: "ok",
      detail: `every ${everyDays ?? 365} days${next === undefined ? "" : `, next on ${next.toISOString()}`}`,
    };
  return {
    result: "warning",
    detail: "KMS does not rotate it by itself",
    mend: "as the administrator: aws kms enable-key-rotation --key-id ARN; of imported material: sealstack rotate --on-demand",
  };
}

function stateFound(
  { condition, deletionDate, validTo, problem, encrypts }: KeyState,
  now: Date,
  seals: boolean,
): Found {
  const cli = "aws kms";
  switch (condition) {
    case "usable":
      if (seals && encrypts === false)
        return {
          result: "problem",
          detail: "it is no key for encryption",
          mend: "give a symmetric key with --key",
        };
      if (validTo !== undefined && validTo.getTime() - now.getTime() < SOON_DAYS * DAY_MILLISECONDS)
        return {
          result: "warning",
          detail: `its imported material expires on ${validTo.toISOString()}`,
          mend: "import it again with `sealstack import-key-material`",
        };
      return { result: "ok", detail: "enabled" };
    case "disabled":
      return {
        result: "problem",
        detail: "it is disabled: nothing can be sealed with it, and nothing opens",
        mend: `as the administrator: ${cli} enable-key --key-id ARN`,
      };
    case "pending deletion":
      return {
        result: "problem",
        detail: `it will be deleted${deletionDate === undefined ? "" : ` on ${deletionDate.toISOString()}`}, and with it every backup that only it opens`,
        mend: `as the administrator: ${cli} cancel-key-deletion --key-id ARN, then enable-key; \`sealstack keys status\` tells what needs it`,
      };
    case "pending import":
      return {
        result: "problem",
        detail: "it has no material",
        mend: "import it with `sealstack import-key-material`",
      };
    case "unavailable":
      return { result: "problem", detail: "KMS says that it is unavailable", mend: "look at its key store" };
    case "not found":
      return {
        result: "problem",
        detail: "KMS has no such key in this account and region",
        mend: "check --region, --key and the account: `aws sts get-caller-identity`",
      };
    case "unknown":
      return {
        result: /denied/i.test(problem ?? "") ? "not allowed" : "unknown",
        detail: problem ?? "it could not be asked",
      };
  }
}
