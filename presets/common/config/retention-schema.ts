/** How long a bucket keeps objects, as presets configure it. */
import { z } from "zod";
import { lockProblems, overlapProblems } from "../../../modules/s3/lifecycle/lifecycle";
import { LIFECYCLE_DAYS, RETENTION_DAYS } from "../../../modules/s3/limits";
import { shown } from "../../../modules/show-value";
import { matching, wholeNumber } from "./fields";

/** Days that objects are kept, unless the configuration says otherwise. */
const DEFAULT_EXPIRATION_IN_DAYS = 90;

/** Days that a noncurrent version is kept: time to notice that something deleted an object. */
const DEFAULT_NONCURRENT_EXPIRATION_IN_DAYS = 30;

/** Longer than any upload takes, short enough that parts of a failed one cost little. */
const DEFAULT_ABORT_INCOMPLETE_MULTIPART_UPLOAD_IN_DAYS = 7;

/** No wildcard may stand in a prefix: it goes into policies, where `*` and `?` match anything. */
const PREFIX = /^[A-Za-z0-9][A-Za-z0-9!_.'()-]*(\/[A-Za-z0-9][A-Za-z0-9!_.'()-]*)*\/$/;

/** Start of object keys, with a slash at its end. */
export const prefixField = matching(
  PREFIX,
  "a prefix of letters, digits and !_.'()-, parted by '/', with a '/' at the end",
).max(128);

/** @param what such as "a backup", @param example of a prefix */
export function retentionSchema(what: string, example: string) {
  return z.strictObject({
    prefix: prefixField.meta({
      description: `Start of the object keys, with a slash at the end: ${shown(example)}.`,
    }),
    expirationInDays: wholeNumber(LIFECYCLE_DAYS)
      .default(DEFAULT_EXPIRATION_IN_DAYS)
      .meta({ description: `Days until ${what} expires.` }),
    noncurrentExpirationInDays: wholeNumber(LIFECYCLE_DAYS)
      .default(DEFAULT_NONCURRENT_EXPIRATION_IN_DAYS)
      .meta({ description: `Days until ${what} that expired or was deleted is gone for good.` }),
    abortIncompleteMultipartUploadInDays: wholeNumber(LIFECYCLE_DAYS)
      .default(DEFAULT_ABORT_INCOMPLETE_MULTIPART_UPLOAD_IN_DAYS)
      .meta({ description: "Days until the parts of an unfinished upload are removed." }),
  });
}

/**
 * For buckets whose objects stay. There is no default: a preset removes nothing that nobody asked it to, and versions are what is left of an object that somebody
 * overwrote or deleted.
 */
export const noncurrentExpirationField = wholeNumber(LIFECYCLE_DAYS).optional().meta({
  description:
    "Days until a version that was replaced or deleted is gone for good. Default: it is kept for ever, and is paid for.",
});

/** The rule of {@link noncurrentExpirationField} as a bucket takes it. */
export function noncurrentRules(noncurrentExpirationInDays: number | undefined) {
  return noncurrentExpirationInDays === undefined
    ? {}
    : { lifecycle: [{ id: "expire noncurrent versions", noncurrentExpirationInDays }] };
}

/** How a bucket locks every new object. */
export const lockFields = z.strictObject({
  mode: z.enum(["GOVERNANCE", "COMPLIANCE"]).meta({
    description: "'COMPLIANCE' yields to nobody, the root user included, until the days are over.",
  }),
  retentionInDays: wholeNumber(RETENTION_DAYS).meta({
    description: "Days in which no version can be deleted. Not longer than any expirationInDays.",
  }),
});

/** @param without what can happen where there is none, as a sentence */
export function objectLockSchema(without: string) {
  return lockFields.optional().meta({
    description: `Default retention of every new object, which can be added later and never be switched off again. ${without} Default: none.`,
  });
}

/** A problem and the key that it is about, below `bucket`. */
interface Problem {
  readonly path: readonly string[];
  readonly message: string;
}

/**
 * What is wrong between retentions and object lock. The value is incomplete where other problems were found in it.
 *
 * @param key of the retentions, below `bucket`
 */
export function retentionProblems(
  key: string,
  given: unknown,
  objectLock: { readonly retentionInDays?: unknown } | undefined,
): readonly Problem[] {
  const list: readonly { readonly prefix?: unknown; readonly expirationInDays?: unknown }[] = Array.isArray(
    given,
  )
    ? given
    : [];
  const retentions = list.filter((one) => typeof one?.prefix === "string");
  const overlaps = overlapProblems(retentions.map(({ prefix }) => String(prefix)));
  const retentionInDays = objectLock?.retentionInDays;
  return [
    ...overlaps.map((message) => ({ path: [key], message })),
    ...(typeof retentionInDays !== "number" ? [] : retentions).flatMap(({ prefix, expirationInDays }) =>
      typeof expirationInDays !== "number" || typeof retentionInDays !== "number"
        ? []
        : lockProblems({ prefix: String(prefix), expirationInDays }, { retentionInDays }).map((message) => ({
            path: ["objectLock", "retentionInDays"],
            message,
          })),
    ),
  ];
}
