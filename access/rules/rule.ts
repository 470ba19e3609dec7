/** What a rule is, and what it finds. */
import type { StatementRef } from "../evaluate/decision";
import type { Decide } from "../matrix/ask";
import type { AccessMatrix } from "../matrix/matrix";

export type Severity = "error" | "warning" | "note";

/** Every rule by its id; docs/access-report.md has a section of each. */
export const RULES = {
  "key-policy-unchangeable": {
    severity: "error",
    title: "nobody can change the key policy",
    fix: "let an administrator, or the account, call kms:PutKeyPolicy in the key policy; else only AWS Support gets the key back",
  },
  "writer-does-more": {
    severity: "warning",
    title: "who writes can read, delete or overwrite, too",
    fix: "take these actions from the role that writes, and give them to another one; s3:PutObject with the condition s3:if-none-match does not overwrite",
  },
  anybody: {
    severity: "error",
    title: "a statement lets in everybody, of every account",
    fix: "name the principals, or bound the statement by aws:PrincipalOrgID, aws:PrincipalAccount or aws:SourceArn",
  },
  "decrypt-without-context": {
    severity: "warning",
    title: "a key that is used within an encryption context opens without one, too",
    fix: "add the condition kms:EncryptionContext:… that the statements which seal have",
  },
  "service-without-source": {
    severity: "warning",
    title: "a service may act here for whichever account asks it",
    fix: "add the condition aws:SourceArn or aws:SourceAccount",
  },
  "never-matches": {
    severity: "error",
    title: "a condition can never match",
    fix: "take the condition away, or put it where AWS sends its key",
  },
  "unknown-action": {
    severity: "error",
    title: "a statement names an action that AWS does not have",
    fix: "correct the name of the action",
  },
  "no-data-key": {
    severity: "warning",
    title: "who encrypts and decrypts cannot make a data key",
    fix: "allow kms:GenerateDataKey beside kms:Encrypt: that takes 4,096 bytes, and every envelope needs a data key",
  },
  "bucket-key-out-of-reach": {
    severity: "error",
    title: "who writes to a bucket cannot use its default key",
    fix: "allow kms:GenerateDataKey on the key with kms:ViaService of S3, in the role's policy and in the key policy",
  },
  "deletes-otherwise": {
    severity: "error",
    title: "who may not delete objects can lose them another way",
    fix: "take s3:PutLifecycleConfiguration and s3:UpdateObjectEncryption from who may not delete versions",
  },
  "short-deletion-window": {
    severity: "warning",
    title: "a key is gone sooner after its deletion than declared",
    fix: "raise deletion_window_in_days, which can be 30 at most",
  },
  "not-judged": {
    severity: "note",
    title: "something may give permissions, and is not read",
    fix: "look at it yourself: no answer here takes it into account",
  },
} as const satisfies Readonly<Record<string, { severity: Severity; title: string; fix: string }>>;

export type RuleId = keyof typeof RULES;

export interface Finding {
  readonly rule: RuleId;
  readonly severity: Severity;
  /** Terraform address of what is wrong, or the name of a policy; the stack's where it is no single one. */
  readonly at: string;
  /** A statement, where it is one. */
  readonly statement?: Pick<StatementRef, "policy" | "index" | "sid">;
  /** One clause: who, what. */
  readonly problem: string;
  readonly fix: string;
  /** Why it is meant: what the stack acknowledges with a reason. @default - nobody said so */
  readonly accepted?: string;
}

export interface RuleOptions {
  /** Days in which a deletion of a key can be cancelled, at least. @default 30, as KMS has it */
  readonly deletionWindowInDays?: number;
}

export interface Looked extends AccessMatrix {
  readonly decide: Decide;
  readonly options: RuleOptions;
}

export type Rule = (looked: Looked) => readonly Finding[];

export function finding(
  rule: RuleId,
  at: string,
  problem: string,
  statement?: Finding["statement"],
): Finding {
  const { severity, fix } = RULES[rule];
  return { rule, severity, at, problem, fix, ...(statement === undefined ? {} : { statement }) };
}
