/** What sharing and copying of snapshots asks of EC2, RDS and KMS. Every call fails with an OperatorError that names the SDK's error. */

export const SNAPSHOT_KINDS = ["ebs-snapshot", "ami", "db-snapshot", "db-cluster-snapshot"] as const;
export type SnapshotKind = (typeof SNAPSHOT_KINDS)[number];

/** A snapshot, or an AMI with the snapshots behind it. */
export interface Snapshot {
  /** What AWS finds it by: an id of EC2, an ARN of RDS. */
  readonly id: string;
  /** What people call it: the name of an AMI, the identifier of an RDS snapshot; the id of an EBS snapshot. */
  readonly name: string;
  /** Digits of the account that it belongs to. */
  readonly owner: string;
  readonly state: "pending" | "available" | "failed";
  /** AWS's own words, such as `pending, 37%`. */
  readonly status: string;
  /** ARNs of the keys that it, or what is behind it, is under. */
  readonly keyArns: readonly string[];
  /** What of it is not encrypted: its own id, or those of snapshots behind it. */
  readonly unencrypted: readonly string[];
  /** Why AWS does not share it; `undefined` where it does. */
  readonly unsharable: string | undefined;
}

/** What a copy is made from and like. */
export interface CopyOrder {
  readonly source: Snapshot;
  readonly sourceRegion: string;
  /** ARN of the key that the copy is to be under. */
  readonly keyArn: string;
  /** Name of the copy; its own kind's default when absent. */
  readonly name: string | undefined;
  /** Value of the tag by which the copy is found again. */
  readonly tag: string;
}

/** Snapshots of one kind in one region. */
export interface SnapshotPlace {
  /** @returns `undefined` where there is none, or not yet: a new one takes a moment to be seen. */
  find(id: string): Promise<Snapshot | undefined>;
  /** Accounts that all of it is shared with. */
  sharedWith(snapshot: Snapshot): Promise<readonly string[]>;
  share(snapshot: Snapshot, accounts: readonly string[]): Promise<void>;
  /** Those of this account that carry the tag. */
  copiesWith(tag: string): Promise<readonly Snapshot[]>;
  /** Begins a copy in this region. @returns its id */
  copy(order: CopyOrder): Promise<string>;
}

/** A KMS key, as far as snapshots under it depend on it. */
export interface SnapshotKey {
  readonly arn: string;
  /** KMS's own words. */
  readonly state: string;
  readonly manager: "AWS" | "CUSTOMER";
  readonly spec: string;
}

export interface Snapshots {
  at(kind: SnapshotKind, region: string): SnapshotPlace;
  /** @param key ARN, id or alias */
  key(key: string, region: string): Promise<SnapshotKey>;
}
