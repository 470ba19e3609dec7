/**
 * Grants as statements beside the key policy. The evaluator knows no grants, and there is no evaluator of our own; but a grant says nothing that a
 * statement of a key policy could not say: it allows one principal some actions on one key within an encryption context, it denies nothing, and an
 * explicit deny anywhere wins over it.
 *
 * What does not fit:
 * - The pairs in the constraint of a grant made through a grant are no condition key: only its kind is judged (`kms:GrantConstraintType`).
 * - A grant's context names are case-sensitive; those of `encryption_context_subset` are judged without case, as KMS's condition keys are.
 * - Whether a grant alone lets in a principal of another account, or one whose permissions boundary does not allow the action, AWS leaves open ("a grant
 *   or IAM policy in your account allows you"): such a request has no answer here, see `evaluate.ts`.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/grants.html
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateGrant.html
 */
import { z } from "zod";
import { type AttachedPolicy, PolicyCheckError, type PolicyStatement } from "./policy-set";

const pairs = z.record(z.string(), z.string());
const attributesOfGrant = z.object({
  grantee_principal: z.string(),
  operations: z.array(z.string()),
  retiring_principal: z.string().optional(),
  constraints: z
    .array(
      z.strictObject({
        encryption_context_equals: pairs.optional(),
        encryption_context_subset: pairs.optional(),
      }),
    )
    .default([]),
});

/** Constraints do not bound these. Source: KMS API Reference, `CreateGrant`, `Constraints`. */
const IN_ANY_CONTEXT = ["DescribeKey", "RetireGrant"];

const CONTEXT = "kms:EncryptionContext:";

/** The statements that an `aws_kms_grant` comes to. */
export function grantStatements(attributes: unknown): readonly PolicyStatement[] {
  const {
    grantee_principal: grantee,
    operations,
    retiring_principal: retiring,
    constraints,
  } = attributesOfGrant.parse(attributes);
  const bounded = operations.filter((name) => name !== "CreateGrant" && !IN_ANY_CONTEXT.includes(name));
  const unbounded = operations.filter((name) => IN_ANY_CONTEXT.includes(name));
  const allow = (Sid: string, principal: string, names: readonly string[], Condition = {}) =>
    names.length === 0
      ? []
      : [
          {
            Sid,
            Effect: "Allow" as const,
            Principal: { AWS: [principal] },
            Action: names.map((name) => `kms:${name}`),
            Resource: ["*"],
            ...(Object.keys(Condition).length === 0 ? {} : { Condition }),
          },
        ];
  const { encryption_context_equals: equals, encryption_context_subset: subset } = constraints[0] ?? {};
  return [
    ...allow("Operations", grantee, bounded, contextCondition(equals, subset)),
    ...allow("OperationsInAnyContext", grantee, unbounded),
    ...(operations.includes("CreateGrant")
      ? allow("CreateGrant", grantee, ["CreateGrant"], childCondition(operations, equals, subset))
      : []),
    ...(retiring === undefined ? [] : allow("Retire", retiring, ["RetireGrant"])),
  ];
}

type Pairs = Readonly<Record<string, string>>;
type Condition = NonNullable<PolicyStatement["Condition"]>;

function contextCondition(equals: Pairs | undefined, subset: Pairs | undefined): Condition {
  const wanted = { ...subset, ...equals };
  if (Object.keys(wanted).length === 0) return {};
  const renamed = Object.entries(wanted).map(([name, value]) => [CONTEXT + name, value] as const);
  return {
    StringEquals: Object.fromEntries(renamed),
    // Nothing else may be in the context.
    ...(equals === undefined
      ? {}
      : { "ForAllValues:StringEquals": { "kms:EncryptionContextKeys": Object.keys(equals) } }),
  };
}

/** A grant that is made through this one may allow no more, and must be constrained as strictly. */
function childCondition(
  operations: readonly string[],
  equals: Pairs | undefined,
  subset: Pairs | undefined,
): Condition {
  const kinds = [
    ...(equals === undefined ? [] : ["EncryptionContextEquals"]),
    ...(subset === undefined ? [] : ["EncryptionContextEquals", "EncryptionContextSubset"]),
  ];
  return {
    "ForAllValues:StringEquals": { "kms:GrantOperations": operations },
    // A request that names no operation is no request: without this the condition above would hold for it.
    Null: { "kms:GrantOperations": "false" },
    ...(kinds.length === 0 ? {} : { StringEquals: { "kms:GrantConstraintType": kinds } }),
  };
}

/** A key policy with the grants on its key, and who said which statement. */
export interface GrantedPolicy {
  readonly policy: AttachedPolicy;
  /** By sid in `policy`: what holds a grant's statement, and its sid there. */
  readonly grants: ReadonlyMap<string, { readonly policy: string; readonly sid: string }>;
}

export function withGrants(policy: AttachedPolicy, grants: readonly AttachedPolicy[]): GrantedPolicy {
  const origins = new Map<string, { policy: string; sid: string }>();
  const statements = grants.flatMap(({ address, document }, index) =>
    document.Statement.map((statement) => {
      const Sid = `AwsKmsGrant${index}${statement.Sid}`;
      if (policy.document.Statement.some((own) => own.Sid === Sid))
        throw new PolicyCheckError(`sid '${Sid}' of '${policy.address}' is reserved for the policy check`);
      origins.set(Sid, { policy: address, sid: statement.Sid });
      return { ...statement, Sid };
    }),
  );
  const Statement = [...policy.document.Statement, ...statements];
  return { policy: { ...policy, document: { ...policy.document, Statement } }, grants: origins };
}
