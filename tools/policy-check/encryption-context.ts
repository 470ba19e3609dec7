/**
 * iam-simulate 0.1.173 drops `kms:EncryptionContext:<name>` from the request: it knows variable condition keys only as
 * `prefix/<name>`. So both sides, policy and request, are renamed to a key of that form that it lets through for every action.
 * Everything about conditions stays: the value is one string, and the name does not depend on case, as in KMS.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-encryption-context
 */
import { SERVICE_DOMAIN } from "../../modules/partitions";
import { PolicyCheckError, type PolicyDocument } from "./policy-set";

const KMS_PREFIX = "kms:EncryptionContext:";
const RENAMED_PREFIX = "aws:RequestTag/kms.EncryptionContext/";

/** Claims of OIDC providers, `<host>:<claim>`, are dropped in the same way, and renamed in the same way. */
const CLAIM = /^[a-z0-9-]+(\.[a-z0-9-]+)+(\/[^:]*)?:(aud|sub|amr)$/i;
const RENAMED_CLAIM_PREFIX = "aws:RequestTag/oidc.claim/";

const isContextKey = (key: string) => key.toLowerCase().startsWith(KMS_PREFIX.toLowerCase());

function rename(key: string): string {
  // A tag of that name would silently decide in place of the encryption context.
  const lower = key.toLowerCase();
  if ([RENAMED_PREFIX, RENAMED_CLAIM_PREFIX].some((prefix) => lower.startsWith(prefix.toLowerCase())))
    throw new PolicyCheckError(`condition key '${key}' is reserved for the policy check`);
  if (CLAIM.test(key)) return RENAMED_CLAIM_PREFIX + key;
  return isContextKey(key) ? RENAMED_PREFIX + key.slice(KMS_PREFIX.length) : key;
}

/** Renames the keys of an object. */
export function renameKeys<V>(values: Readonly<Record<string, V>>): Record<string, V> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [rename(key), value]));
}

/**
 * The name of a service as iam-simulate takes it, which knows one by its end: a few are called otherwise outside of the commercial partition, such as
 * `logs.us-iso-east-1.c2s.ic.gov`.
 */
export function serviceName(name: string): string {
  return name.endsWith(`.${SERVICE_DOMAIN}`) ? name : `${name}.${SERVICE_DOMAIN}`;
}

function renameServices(principal: unknown): unknown {
  if (typeof principal !== "object" || principal === null || !("Service" in principal)) return principal;
  return { ...principal, Service: [principal.Service].flat().map((name) => serviceName(String(name))) };
}

/** Renames the services and the condition keys of every statement. */
export function renamePolicy(document: PolicyDocument): PolicyDocument {
  return {
    ...document,
    Statement: document.Statement.map((original) => {
      const statement =
        original.Principal === undefined
          ? original
          : { ...original, Principal: renameServices(original.Principal) };
      if (statement.Condition === undefined) return statement;
      const conditions = Object.entries(statement.Condition).map(([operator, values]) => [
        operator,
        renameKeys(values),
      ]);
      return { ...statement, Condition: Object.fromEntries(conditions) };
    }),
  };
}

/** The names that KMS shows as `kms:EncryptionContextKeys`. */
export function contextNames(context: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.keys(context)
    .filter(isContextKey)
    .map((key) => key.slice(KMS_PREFIX.length));
}

/** Undoes the renaming, for people. */
export function kmsKeyName(key: string): string {
  if (key.startsWith(RENAMED_CLAIM_PREFIX)) return key.slice(RENAMED_CLAIM_PREFIX.length);
  return key.startsWith(RENAMED_PREFIX) ? KMS_PREFIX + key.slice(RENAMED_PREFIX.length) : key;
}
