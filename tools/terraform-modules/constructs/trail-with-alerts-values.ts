/** Variables of the module of a trail with alerts, and calls of it. */

/** What a caller says of a trail and its alerts. */
export interface AuditValues {
  readonly name: string;
  readonly keys: readonly string[];
  readonly aliases?: readonly string[];
  readonly buckets?: readonly string[];
  readonly roles?: readonly string[];
  readonly users?: readonly string[];
  readonly audit?: {
    readonly emails?: readonly string[];
    readonly trail?: {
      readonly bucket?: string;
      readonly expiration_in_days?: number;
      readonly log_retention_in_days?: number;
      readonly data_events?: boolean;
      readonly failed_decrypt_threshold?: number;
      readonly readers?: readonly string[];
    };
  };
  readonly tags?: Readonly<Record<string, string>>;
}

const key = (id: string): string =>
  `arn:aws:kms:eu-central-1:111122223333:key/00000000-0000-0000-0000-00000000000${id}`;

/** Calls that differ in one subject each. */
export const AUDIT_CONFIGURATIONS: Readonly<Record<string, AuditValues>> = {
  watched: {
    name: "photos",
    keys: [key("1"), key("2")],
    aliases: ["alias/photos", "alias/photos/old"],
    buckets: ["photos-of-cats"],
    roles: ["photo-writer", "photo-reader"],
    users: ["jo"],
    tags: { team: "photos" },
  },
  said: {
    name: "said",
    keys: [key("3")],
    buckets: ["photos-of-cats", "photos-of-dogs"],
    audit: {
      emails: ["jo@example.com", "ann.b@example.com"],
      trail: {
        bucket: "trail-of-photos",
        expiration_in_days: 400,
        log_retention_in_days: 90,
        data_events: false,
        failed_decrypt_threshold: 20,
        readers: ["arn:aws:iam::111122223333:role/auditor"],
      },
    },
  },
};

/** Calls that Terraform and the construct refuse alike. */
export const AUDIT_REFUSED: Readonly<Record<string, AuditValues>> = {
  alias: { name: "backups", keys: [key("1")], aliases: ["photos"] },
};
