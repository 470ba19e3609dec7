import { conditionList } from "../policies/conditions";
import type { Finding } from "../policies/finding";
import type { Statement } from "../policies/policy-document";
import { matches } from "./patterns";

/** What an envelope is made with. */
const DATA_KEY_ACTIONS = ["kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext"];

/** Conditions that only a symmetric key meets: an encryption context, or a service that encrypts on somebody's behalf. */
const SYMMETRIC_KEY = /^kms:(ViaService|EncryptionContext)/i;

/** What only asymmetric keys need. */
const ASYMMETRIC_KEY = /^kms:(KeySpec|KeyUsage|EncryptionAlgorithm)$/i;

/**
 * Statements that look like the minimal policy of many a runbook, `Encrypt` and `Decrypt`, and so cannot write a file: data longer than 4,096 bytes, and
 * every service that encrypts, needs a data key.
 *
 * Found is a statement that allows `kms:Encrypt` by name, together with `kms:Decrypt` or a condition on the encryption context or `kms:ViaService`, in
 * a policy that allows no data key at all. Not found is one that is about an asymmetric key, for which there are no data keys: it allows
 * `kms:GetPublicKey`, or has a condition on the key's spec, usage or algorithm.
 *
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_Encrypt.html
 */
export function noDataKeyFindings(statements: readonly Statement[]): readonly Finding[] {
  const allowing = statements.filter(({ effect = "Allow" }) => effect === "Allow");
  if (allowing.some((statement) => DATA_KEY_ACTIONS.some((action) => allows(statement, action)))) return [];
  return allowing.filter(seemsToWantOne).map(({ sid }) => ({
    sid,
    code: "no-data-key",
    problem: "kms:Encrypt takes 4096 bytes, and no statement allows kms:GenerateDataKey for more",
  }));
}

function seemsToWantOne(statement: Statement): boolean {
  const keys = conditionList(statement.conditions).map(({ key }) => key);
  if (!(statement.actions ?? []).some((action) => action.toLowerCase() === "kms:encrypt")) return false;
  if (allows(statement, "kms:GetPublicKey") || keys.some((key) => ASYMMETRIC_KEY.test(key))) return false;
  return allows(statement, "kms:Decrypt") || keys.some((key) => SYMMETRIC_KEY.test(key));
}

function allows({ actions, notActions }: Statement, action: string): boolean {
  if (actions === undefined) return !(notActions ?? []).some((pattern) => matches(pattern, action));
  return actions.some((pattern) => matches(pattern, action));
}
