/**
 * iam-simulate 0.1.173 drops `kms:EncryptionContext:<name>` from the request: it knows variable condition keys only as
 * `prefix/<name>`. So both sides, policy and request, are renamed to a key of that form that it lets through for every action.
 * Everything about conditions stays: the value is one string, and the name does not depend on case, as in KMS.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-encryption-context
 */
import { SERVICE_DOMAIN } from "../../../modules/partitions";

const KMS_PREFIX = "kms:EncryptionContext:";
const RENAMED_PREFIX = "aws:RequestTag/kms.EncryptionContext/";

/** Claims of OIDC providers, `<host>:<claim>`, are dropped in the same way, and renamed in the same way. */
const CLAIM = /^[a-z0-9-]+(\.[a-z0-9-]+)+(\/[^:]*)?:[a-z_]+$/i;
const RENAMED_CLAIM_PREFIX = "aws:RequestTag/oidc.claim/";

function rename(key: string): string {
  if (CLAIM.test(key)) return RENAMED_CLAIM_PREFIX + key;
  return key.toLowerCase().startsWith(KMS_PREFIX.toLowerCase())
    ? RENAMED_PREFIX + key.slice(KMS_PREFIX.length)
    : key;
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

type Block = Readonly<Record<string, unknown>>;

const known = new WeakMap<object, Block>();

/** Renames the services and the condition keys of every statement. */
export function renamePolicy(document: object): Block {
  const found = known.get(document) ?? renamedPolicy(document as Block);
  known.set(document, found);
  return found;
}

function renamedPolicy(document: Block): Block {
  const statements = [document.Statement].flat() as readonly Block[];
  return {
    ...document,
    Statement: statements.map(({ Principal, Condition, ...rest }) => ({
      ...rest,
      ...(Principal === undefined ? {} : { Principal: renameServices(Principal) }),
      ...(Condition === undefined
        ? {}
        : { Condition: renamedConditions(Condition as Record<string, Block>) }),
    })),
  };
}

function renamedConditions(condition: Readonly<Record<string, Block>>): Block {
  return Object.fromEntries(
    Object.entries(condition).map(([operator, keys]) => [operator, renameKeys(keys)]),
  );
}
