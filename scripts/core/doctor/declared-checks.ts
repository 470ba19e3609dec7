/** Whether the bucket is set as the stack declares it, and whether what removes and what keeps agree. */
import { type ExpirationRule, UNKNOWN, type VersionedStore } from "../retention/ports";
import { type Check, type Found, look } from "./check";
import type { Inspection } from "./ports";

export interface Declared {
  /** ARN of the stack's key. */
  readonly keyArn: string | undefined;
  /** Days that backups are kept, by prefix. */
  readonly retentionDays: Readonly<Record<string, number>>;
}

const NOT_SEEN: Found = { result: "not allowed", detail: "these credentials may not see it" };
const DEPLOY = "deploy the stack again, or look who changed it: CloudTrail has the call";

export async function declaredChecks(
  inspection: Inspection,
  versions: VersionedStore,
  declared: Declared,
  signal: AbortSignal,
): Promise<readonly Check[]> {
  let settings: Awaited<ReturnType<Inspection["bucket"]>> | undefined;
  const setting = (name: string, judge: (of: NonNullable<typeof settings>) => Found) =>
    look("settings", name, async () => {
      settings ??= await inspection.bucket();
      return judge(settings);
    });
  return [
    await setting("encryption of the bucket", ({ encryption }) =>
      encryptionFound(encryption, declared.keyArn),
    ),
    await setting("object ownership", ({ ownership }) => ownershipFound(ownership)),
    await setting("public access", ({ publicAccessBlocked: blocked }) => {
      if (blocked === UNKNOWN) return NOT_SEEN;
      if (blocked) return { result: "ok", detail: "blocked" };
      return {
        result: "problem",
        detail: "not all of it is blocked",
        mend: `${DEPLOY}: PutPublicAccessBlock`,
      };
    }),
    await look("settings", "retention, lifecycle and lock", async () => {
      const [rules, lock] = [await versions.expirations({ signal }), await versions.bucketLock({ signal })];
      if (rules === UNKNOWN || lock === UNKNOWN) return NOT_SEEN;
      return agreementFound(declared.retentionDays, rules, lock.defaultDays);
    }),
  ];
}

function encryptionFound(
  encryption: Awaited<ReturnType<Inspection["bucket"]>>["encryption"],
  declared: string | undefined,
): Found {
  if (encryption === UNKNOWN) return NOT_SEEN;
  const mend = `${DEPLOY}: PutBucketEncryption`;
  if (encryption?.keyId === undefined)
    return {
      result: declared === undefined ? "warning" : "problem",
      detail: `objects get ${encryption?.algorithm ?? "nothing"}, and no key of one's own`,
      mend,
    };
  const same = declared === undefined || [declared, declared.split("/").at(-1)].includes(encryption.keyId);
  if (same) return { result: "ok", detail: `${encryption.algorithm} under ${encryption.keyId}` };
  return {
    result: "problem",
    detail: `objects get the key ${encryption.keyId}, and the stack's outputs say ${declared}`,
    mend,
  };
}

function ownershipFound(ownership: string | typeof UNKNOWN | undefined): Found {
  if (ownership === UNKNOWN) return NOT_SEEN;
  if (ownership === "BucketOwnerEnforced")
    return { result: "ok", detail: "the bucket's owner owns every object, and ACLs count for nothing" };
  return {
    result: "warning",
    detail: `it is ${ownership ?? "not set"}: whoever puts an object may own it, and ACLs count`,
    mend: `${DEPLOY}: PutBucketOwnershipControls`,
  };
}

function agreementFound(
  retention: Declared["retentionDays"],
  rules: readonly ExpirationRule[],
  lockDays: number | undefined,
): Found {
  const problems = Object.entries(retention).flatMap(([prefix, days]) => {
    const of = rules.filter((rule) => prefix.startsWith(rule.prefix) && !rule.byTags);
    const current = of.flatMap(({ currentDays }) => currentDays ?? []);
    const first = Math.min(...current);
    if (current.length > 0 && first !== days)
      return [
        `below ${prefix} lifecycle hides backups after ${first} days, and the stack's outputs say ${days}`,
      ];
    const gone = first + Math.min(...of.flatMap(({ noncurrentDays }) => noncurrentDays ?? []));
    if (lockDays !== undefined && Number.isFinite(gone) && lockDays > gone)
      return [
        `below ${prefix} lifecycle removes after ${gone} days what is locked for ${lockDays}: it stays, and is paid for, until the lock ends`,
      ];
    return [];
  });
  if (problems.length > 0)
    return {
      result: "warning",
      detail: problems.join("; "),
      mend: `${DEPLOY}: PutBucketLifecycleConfiguration`,
    };
  const locked = lockDays === undefined ? "nothing is locked by default" : `locked for ${lockDays} days`;
  return { result: "ok", detail: `they agree; ${locked}` };
}
