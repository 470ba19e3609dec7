/** What retention needs of a bucket with versions. Apart from {@link ObjectStore}, whose users neither see versions nor delete. */

/** A version, or a delete marker, as a listing of versions shows it. */
export interface ObjectVersion {
  readonly key: string;
  readonly versionId: string;
  /** Whether it is what a reader without a version gets: an object, or that there is none. */
  readonly isLatest: boolean;
  readonly isDeleteMarker: boolean;
  readonly lastModified: Date;
  /** Bytes; 0 of a delete marker. */
  readonly size: number;
  /** Such as `STANDARD` or `GLACIER`; `undefined` where the server does not say. */
  readonly storageClass: string | undefined;
}

/** Which version is meant. */
export type VersionName = Pick<ObjectVersion, "key" | "versionId">;

/** As S3 calls them. */
export const LOCK_MODES = ["GOVERNANCE", "COMPLIANCE"] as const;
export type LockMode = (typeof LOCK_MODES)[number];

export interface Retention {
  readonly mode: LockMode;
  readonly until: Date;
}

/** What Object Lock says about a version. */
export interface VersionLock {
  /** `undefined` where it has none; one whose time is over stays, and locks nothing. */
  readonly retention: Retention | undefined;
  readonly legalHold: boolean;
}

/** Object Lock of the bucket. */
export interface BucketLock {
  readonly enabled: boolean;
  /** Mode that new objects get. */
  readonly defaultMode?: LockMode | undefined;
  /** Days that they get; a year has 365. */
  readonly defaultDays?: number | undefined;
}

/** What lifecycle removes: of each rule that is on, as far as it removes anything. */
export interface ExpirationRule {
  /** Beginning of the keys that it is for; `""` is all. */
  readonly prefix: string;
  /** Whether it depends on what a listing does not show: tags. */
  readonly byTags: boolean;
  /** Sizes that it is for, in bytes, without both bounds. */
  readonly size: { readonly above?: number | undefined; readonly below?: number | undefined };
  /** Days after which an object is hidden by a delete marker. */
  readonly currentDays?: number | undefined;
  /** Days after which a noncurrent version is removed for good. */
  readonly noncurrentDays?: number | undefined;
  /** How many of the newest noncurrent versions stay nevertheless. */
  readonly newerNoncurrentVersions: number;
}

/** Something that the role may not look at. */
export const UNKNOWN = "unknown";
export type Unknown = typeof UNKNOWN;

interface Options {
  readonly signal?: AbortSignal;
}

/** A bucket and its versions. Every method fails with an OperatorError. */
export interface VersionedStore {
  /** Name for people: `s3://bucket`. */
  readonly name: string;
  /** Where it is, for prices. */
  readonly region: string | undefined;
  /** As S3 calls it; `Disabled` where it was never asked for. */
  versioning(options?: Options): Promise<"Enabled" | "Suspended" | "Disabled">;
  /** The time that the server gave with its last answer; `undefined` when it gave none. */
  serverTime(): Date | undefined;
  /** All versions and delete markers below `prefix`, in key order, those of a key together and the newest first. */
  versions(prefix: string, options?: Options): AsyncIterable<ObjectVersion>;
  bucketLock(options?: Options): Promise<BucketLock | Unknown>;
  /** Rules of the bucket's lifecycle that remove something. */
  expirations(options?: Options): Promise<readonly ExpirationRule[] | Unknown>;
  lockOf(version: VersionName, options?: Options): Promise<VersionLock | Unknown>;
  /**
   * Hides an object. Fails with `badReply` unless the server says that it made a delete marker.
   * @returns the version id of the delete marker
   */
  addDeleteMarker(key: string, options?: Options): Promise<string>;
  /** Removes a delete marker, and fails when the server says that it was none. */
  removeDeleteMarker(marker: VersionName, options?: Options): Promise<void>;
  setLegalHold(version: VersionName, on: boolean, options?: Options): Promise<void>;
  /** Sets mode and time of a lock; S3 refuses one that ends earlier than the one that is there. */
  setRetention(version: VersionName, retention: Retention, options?: Options): Promise<void>;
}
