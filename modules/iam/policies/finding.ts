/**
 * What a policy can say that is legal for AWS and yet almost never meant. Each finding is an error at synthesis, unless the statement acknowledges
 * it with a reason, which then stays in the synthesized metadata.
 */
import type { Relaxation } from "../../relaxations";
import { type Check, having, knownList, knownMap, optional, text } from "../../shape";
import { shown } from "../../show-value";
import { assertArguments } from "../../validate";

/** Every finding by its code, with what it means. */
export const FINDINGS = {
  anybody: "the trust or key policy lets in everybody, of every account",
  "deny-by-principal":
    "a Deny names a role or user as principal: AWS keeps its unique id, so one that is made anew is not denied",
  "whole-account":
    "everybody in an account whose own policy allows it may assume the role, without any further condition",
  "any-subject": "every identity of an OIDC provider may assume the role, as `sub` is not bounded",
  "wide-subject": "a wildcard in `sub` spans repositories, namespaces or whole organisations",
  "any-audience": "tokens made for another audience are accepted, as `aud` is not bounded by StringEquals",
  "any-trust-anchor":
    "every trust anchor of the account may vouch for a caller, as aws:SourceArn is not bounded",
  "any-certificate": "every certificate that the CA ever issues may assume the role",
  "unknown-service": "AWS has no such service prefix",
  "unknown-action": "the service has no such action, or a wildcard matches none",
  "unknown-condition-key": "neither AWS nor the services of the statement know the condition key",
  "condition-key-not-for-action":
    "AWS never sends the condition key with the action, so the statement never allows it",
  "resource-not-for-action": "the action does not take such a resource, so the statement never applies to it",
  "single-valued-operator": "an operator for one value on a key that holds several never matches",
  "any-encryption-key":
    "objects that are there can be put under any key, one of the caller's own too, and then nobody else opens them",
  "no-data-key": "kms:Encrypt without kms:GenerateDataKey takes 4,096 bytes and no envelope",
} as const;

export type FindingCode = keyof typeof FINDINGS;

/** Findings that are meant, each with the reason. */
export type Acknowledgements = Readonly<Partial<Record<FindingCode, string>>>;

/** Something found in a statement. */
export interface Finding {
  readonly sid: string;
  readonly code: FindingCode;
  /** What, got, and what to write instead. */
  readonly problem: string;
}

interface Acknowledging {
  readonly sid: string;
  readonly acknowledge?: Acknowledgements;
  readonly reason?: string;
}

const acknowledging: Check = having<Acknowledging>({
  sid: text,
  acknowledge: optional(knownMap(text)),
  reason: optional(text),
});

/** The findings that nobody acknowledged, and the acknowledgements that are empty or acknowledge nothing, one sentence each. */
export function findingProblems(
  statements: readonly Acknowledging[],
  findings: readonly Finding[],
): readonly string[] {
  return statements.flatMap(({ sid, acknowledge = {} }) => {
    const own = findings.filter((finding) => finding.sid === sid);
    const open = own.filter(({ code }) => acknowledge[code] === undefined);
    return [
      ...open.map(({ code, problem }) => `statement ${shown(sid)}: ${problem} (${code})`),
      ...Object.entries(acknowledge).flatMap(([code, reason]) => {
        if (!Object.hasOwn(FINDINGS, code))
          return [`statement ${shown(sid)}: acknowledges ${shown(code)}, which is no finding`];
        if (!own.some((finding) => finding.code === code))
          return [`statement ${shown(sid)}: acknowledges ${shown(code)}, which it does not have`];
        return reason.trim() === ""
          ? [`statement ${shown(sid)}: acknowledging ${shown(code)} needs a reason`]
          : [];
      }),
    ];
  });
}

const STATEMENTS = { statements: knownList(acknowledging) };

/** What the statements give up with a reason, findings and safe defaults, for the metadata of the resource that holds them. */
export function acknowledgedIn(statements: readonly Acknowledging[]): readonly Relaxation[] {
  assertArguments("acknowledgedIn", { statements }, STATEMENTS);
  return statements.flatMap(({ sid, acknowledge = {}, reason }) => [
    ...Object.entries(acknowledge).map(([code, why]) => ({ what: `${sid}: ${code}`, reason: why })),
    ...(reason === undefined ? [] : [{ what: `statement ${sid}`, reason }]),
  ]);
}
