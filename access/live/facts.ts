/** What an account says, as far as it counts for access: plain data, which adapters fill. */

/** What was read; or why it was not, as a clause. */
export type Fact<T> = { readonly read: T } | { readonly notRead: string };

export interface LiveKey {
  readonly arn: string;
  /** KMS's own word, such as `Enabled` or `PendingDeletion`. */
  readonly state: string;
  readonly policy: Fact<string>;
  /** Names, with `alias/`. */
  readonly aliases: Fact<readonly string[]>;
  readonly grants: Fact<readonly LiveGrant[]>;
}

export interface LiveGrant {
  readonly id: string;
  readonly name?: string;
  readonly grantee: string;
  readonly retiring?: string;
  readonly operations: readonly string[];
  readonly encryptionContextEquals?: Readonly<Record<string, string>>;
  readonly encryptionContextSubset?: Readonly<Record<string, string>>;
}

/** Each is `undefined` where the bucket has none. */
export interface LiveBucket {
  readonly policy: Fact<string | undefined>;
  readonly publicAccess: Fact<PublicAccess | undefined>;
  readonly encryption: Fact<DefaultEncryption | undefined>;
  /** Such as `BucketOwnerEnforced`, which turns access control lists off. */
  readonly ownership: Fact<string | undefined>;
}

export interface PublicAccess {
  readonly blockPublicAcls: boolean;
  readonly blockPublicPolicy: boolean;
  readonly ignorePublicAcls: boolean;
  readonly restrictPublicBuckets: boolean;
}

export interface DefaultEncryption {
  readonly algorithm: string;
  /** ARN, id or alias, as somebody wrote it. */
  readonly key?: string;
  readonly bucketKey: boolean;
  /** Such as `SSE-C`. */
  readonly blocked: readonly string[];
}

/** A role or a user. */
export interface LiveHolder {
  readonly arn: string;
  /** Of a role. */
  readonly trust?: string;
  /** ARN of the permissions boundary. */
  readonly boundary?: string;
  readonly inline: Fact<readonly InlineText[]>;
  /** ARNs; those of the groups of a user, too. */
  readonly attached: Fact<readonly string[]>;
}

export interface InlineText {
  readonly name: string;
  /** The user's group that it is the policy of. */
  readonly group?: string;
  readonly text: Fact<string>;
}

type ByAddress<T> = Readonly<Record<string, Fact<T | undefined>>>;

/** By Terraform address; `undefined` is what the account does not have. */
export interface LiveFacts {
  readonly keys: ByAddress<LiveKey>;
  readonly buckets: ByAddress<LiveBucket>;
  readonly holders: ByAddress<LiveHolder>;
  /** Texts of managed policies, by ARN. */
  readonly policies: ByAddress<string>;
}
