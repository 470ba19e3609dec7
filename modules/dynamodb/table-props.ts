/** What a table is made from. */
import type { AwsEnvironment } from "../iam/policies/principals";
import type { GrantableKey } from "../kms";
import type { Off } from "../relaxations";
import type { Tags } from "../tags";

/** An attribute that items are found by. */
export interface KeyAttribute {
  readonly name: string;
  /** `S` for texts, `N` for numbers, `B` for bytes. @default "S" */
  readonly type?: "S" | "N" | "B";
}

/** A KMS key that encrypts a table at rest. */
export interface TableKey extends Pick<GrantableKey, "grant"> {
  readonly keyArn: string;
}

/** One replica of a global table. */
export interface TableReplica {
  /** Encrypts the replica: a key in its region. */
  readonly key: TableKey;
}

/** What `Table` needs. */
export interface TableProps {
  /** Where the table is. */
  readonly env: AwsEnvironment;
  /** Name of the table, in every region: 3 to 255 letters, digits and `_.-`. */
  readonly name: string;
  /** Encrypts the table at rest: a key of the customer, in the region of `env`. */
  readonly key: TableKey;
  /** Which partition an item is in, and the whole key without `sortKey`. A change would replace the table. */
  readonly partitionKey: KeyAttribute;
  /** Tells items of one partition apart. A change would replace the table. @default - none */
  readonly sortKey?: KeyAttribute;
  /** Other regions with a copy of every item, each of which can be written to. @default - none */
  readonly replicas?: Readonly<Record<string, TableReplica>>;
  /**
   * Days of which the table, and each replica, can be restored to any second: 1 to 35.
   *
   * @default 35
   */
  readonly recoveryPeriodInDays?: number;
  /** Whether DynamoDB refuses to delete the table and its replicas. @default true */
  readonly deletionProtection?: true | Off;
  /** Whether Terraform refuses to delete the table. @default true */
  readonly preventDestroy?: true | Off;
  /** Tags of the table and its replicas. @default - none */
  readonly tags?: Tags;
}
