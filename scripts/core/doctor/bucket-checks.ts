/** Whether the bucket is as backups need it. */
import { listBackups } from "../backup/list";
import type { BackupName } from "../object-key";
import type { ObjectStore } from "../ports";
import { UNKNOWN, type VersionedStore } from "../retention/ports";
import type { UnfinishedUploads } from "../uploads/ports";
import { type Check, type Found, look } from "./check";

export interface BucketQuestion {
  readonly prefixes: readonly string[];
  readonly now: Date;
  readonly signal: AbortSignal;
}

/** An upload of so long ago has nobody who comes back for it. */
const OLD_UPLOAD_MILLISECONDS = 24 * 3_600_000;

/** What a listing shows; and the newest backup of all prefixes, to open some of it. */
export interface Listed {
  readonly checks: readonly Check[];
  /** `undefined` where there is none that KMS could open. */
  readonly newest: BackupName | undefined;
}

export async function listChecks(store: ObjectStore, question: BucketQuestion): Promise<Listed> {
  const { prefixes, signal } = question;
  const checks: Check[] = [];
  const found: BackupName[] = [];
  for (const prefix of prefixes)
    checks.push(
      await look("backups", `backups below ${store.name}/${prefix}`, async () => {
        const { backups, orphans } = await listBackups(store, { prefixes: [prefix] }, signal);
        const complete = backups.filter((each) => each.complete).length;
        found.push(...backups.filter((each) => each.complete && each.format !== "age-v1").slice(0, 1));
        const newest = backups.find((each) => each.complete);
        if (newest === undefined)
          return {
            result: "warning",
            detail: "there is none",
            mend: "make one with `sealstack backup`, or check the prefix",
          };
        const rest = backups.length - complete + orphans.length;
        return {
          result: "ok",
          detail: `${complete} complete, the newest of ${newest.createdAt.toISOString()}${rest === 0 ? "" : `; ${rest} not complete`}`,
        };
      }),
    );
  const [newest] = found.sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime());
  return { checks, newest };
}

export async function settingChecks(
  versions: VersionedStore,
  question: BucketQuestion,
): Promise<readonly Check[]> {
  const { signal, prefixes } = question;
  return [
    await look("versioning", "versions of objects", async () =>
      versioningFound(await versions.versioning({ signal })),
    ),
    await look("object lock", "object lock", async () => {
      const lock = await versions.bucketLock({ signal });
      if (lock === UNKNOWN) return { result: "not allowed", detail: "these credentials may not see it" };
      return lock.enabled
        ? { result: "ok", detail: `on, by default ${lock.defaultMode ?? "without a mode"}` }
        : {
            result: "warning",
            detail: "off: an administrator of the account can delete backups",
            mend: "set bucket.objectLock in sealstack.yaml; it can be added at any time",
          };
    }),
    await look("lifecycle", "lifecycle", async () => {
      const rules = await versions.expirations({ signal });
      if (rules === UNKNOWN) return { result: "not allowed", detail: "these credentials may not see it" };
      const without = prefixes.filter(
        (prefix) => !rules.some((rule) => prefix.startsWith(rule.prefix) && !rule.byTags),
      );
      return without.length === 0
        ? { result: "ok", detail: "every prefix has a rule that removes old backups" }
        : {
            result: "warning",
            detail: `nothing removes old backups below ${without.map((prefix) => prefix || "the whole bucket").join(", ")}`,
            mend: "give the prefix an expiry in sealstack.yaml, or run `sealstack prune`",
          };
    }),
  ];
}

export function uploadCheck(
  uploads: UnfinishedUploads,
  { prefixes, now, signal }: BucketQuestion,
): Promise<Check> {
  return look("uploads", "unfinished uploads", async () => {
    let old = 0;
    for (const prefix of prefixes)
      for await (const { initiated } of uploads.list(prefix, { signal }))
        if (now.getTime() - initiated.getTime() > OLD_UPLOAD_MILLISECONDS) old += 1;
    return old === 0
      ? { result: "ok", detail: "none is older than a day" }
      : {
          result: "warning",
          detail: `${old} older than a day, which are paid for and show in no listing`,
          mend: "as the administrator: sealstack cleanup",
        };
  });
}

const versioningFound = (state: "Enabled" | "Suspended" | "Disabled"): Found =>
  state === "Enabled"
    ? { result: "ok", detail: "kept" }
    : {
        result: "problem",
        detail: `not kept: versioning is ${state}, so that whoever may delete deletes for good`,
        mend: "deploy the stack again, or look who changed the bucket: PutBucketVersioning in CloudTrail",
      };
