/** Lifecycle rules in all their forms, as plain data. For the usual one, by prefix, see `Retention`. */
import type { ObjectFilter } from "../filters";
import type { StorageClass } from "./storage-classes";

/** Objects of a lifecycle rule. */
export interface LifecycleFilter extends ObjectFilter {
  /** Bytes that an object must exceed. @default - however small */
  readonly objectSizeGreaterThan?: number;
  /** Bytes that an object must not reach. @default - however large */
  readonly objectSizeLessThan?: number;
}

/** A move to a colder storage class, by age or on a day. */
export interface Transition {
  readonly storageClass: StorageClass;
  /** Days from the upload; 30 at least for `STANDARD_IA` and `ONEZONE_IA`. */
  readonly days?: number;
  /** Day in place of `days`, as `2027-01-31T00:00:00Z`; always midnight UTC. */
  readonly date?: string;
}

/** A move of noncurrent versions. */
export interface NoncurrentTransition {
  readonly storageClass: StorageClass;
  /** Days from when the version became noncurrent. */
  readonly noncurrentDays: number;
  /** Newest noncurrent versions that stay where they are, 1 to 100. @default - none */
  readonly newerNoncurrentVersions?: number;
}

/** A lifecycle rule. It must do something. */
export interface LifecycleRuleProps {
  /** Names the rule: 1 to 255 characters, unique in the bucket. */
  readonly id: string;
  /** Whether the rule is in force. @default true */
  readonly enabled?: boolean;
  /** @default - every object */
  readonly filter?: LifecycleFilter;
  /** Days until an object expires. In a versioned bucket it is then hidden by a delete marker, and noncurrent. @default - never */
  readonly expirationInDays?: number;
  /** Day on which every object expires, in place of `expirationInDays`, as `2027-01-31T00:00:00Z`. @default - never */
  readonly expirationDate?: string;
  /** Removes delete markers behind which no version is left. Not with `expirationInDays`, a date or tags. @default false */
  readonly expiredObjectDeleteMarker?: boolean;
  /** Days until a noncurrent version is removed for good. @default - never */
  readonly noncurrentExpirationInDays?: number;
  /** Newest noncurrent versions that stay whatever their age, 1 to 100; with `noncurrentExpirationInDays`. @default - none */
  readonly newerNoncurrentVersions?: number;
  /** @default - none */
  readonly transitions?: readonly Transition[];
  /** @default - none */
  readonly noncurrentTransitions?: readonly NoncurrentTransition[];
  /** Days until the parts of an upload that was never completed are removed. Not with tags or sizes. @default - never */
  readonly abortIncompleteMultipartUploadInDays?: number;
}

interface FilterParts {
  readonly prefix?: string;
  readonly objectSizeGreaterThan?: number;
  readonly objectSizeLessThan?: number;
}

/** A lifecycle rule in the shape of the provider. */
export interface LifecycleRule {
  readonly id: string;
  readonly status: "Enabled" | "Disabled";
  readonly filter: (FilterParts & {
    readonly tag?: { readonly key: string; readonly value: string }[];
    readonly and?: (FilterParts & { readonly tags?: Record<string, string> })[];
  })[];
  readonly expiration?: {
    readonly days?: number;
    readonly date?: string;
    readonly expiredObjectDeleteMarker?: boolean;
  }[];
  readonly noncurrentVersionExpiration?: {
    readonly noncurrentDays: number;
    readonly newerNoncurrentVersions?: number;
  }[];
  readonly transition?: Transition[];
  readonly noncurrentVersionTransition?: NoncurrentTransition[];
  readonly abortIncompleteMultipartUpload?: { readonly daysAfterInitiation: number }[];
}

/** The rule for the provider. What it lacks is left out: an attribute that is there and empty would show as a change. */
export function lifecycleRule(props: LifecycleRuleProps): LifecycleRule {
  const { expirationInDays: days, expirationDate: date, noncurrentExpirationInDays: noncurrent } = props;
  const { newerNoncurrentVersions: newer, abortIncompleteMultipartUploadInDays: abort } = props;
  const marker = props.expiredObjectDeleteMarker === true;
  const { transitions = [], noncurrentTransitions = [] } = props;
  return {
    id: props.id,
    status: (props.enabled ?? true) ? "Enabled" : "Disabled",
    filter: [lifecycleFilter(props.filter ?? {})],
    ...(days === undefined ? {} : { expiration: [{ days }] }),
    ...(date === undefined ? {} : { expiration: [{ date }] }),
    ...(marker ? { expiration: [{ expiredObjectDeleteMarker: true }] } : {}),
    ...(noncurrent === undefined
      ? {}
      : {
          noncurrentVersionExpiration: [
            {
              noncurrentDays: noncurrent,
              ...(newer === undefined ? {} : { newerNoncurrentVersions: newer }),
            },
          ],
        }),
    ...(transitions.length === 0 ? {} : { transition: [...transitions] }),
    ...(noncurrentTransitions.length === 0
      ? {}
      : { noncurrentVersionTransition: [...noncurrentTransitions] }),
    ...(abort === undefined ? {} : { abortIncompleteMultipartUpload: [{ daysAfterInitiation: abort }] }),
  };
}

/** One criterion stands alone, several stand in `and`; S3 refuses any other form. */
function lifecycleFilter({ tags = {}, ...all }: LifecycleFilter): LifecycleRule["filter"][number] {
  const rest: FilterParts = Object.fromEntries(
    Object.entries(all).filter(([, value]) => value !== undefined),
  );
  const pairs = Object.entries(tags);
  const [first] = pairs;
  if (Object.keys(rest).length + pairs.length > 1)
    return { and: [{ ...rest, ...(first === undefined ? {} : { tags: { ...tags } }) }] };
  return first === undefined ? rest : { tag: [{ key: first[0], value: first[1] }] };
}
