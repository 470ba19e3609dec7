/** The tests that cannot pass on MiniStack 1.5.33. tools/jest/emulator-environment.ts holds the list to what happens; docs/emulator.md shows it. */
export interface Cannot {
  readonly file: string;
  /** Name of the test, behind those of the blocks around it. */
  readonly test: string;
  /** What MiniStack does. */
  readonly why: string;
}

const NO_FULL_CHECKSUM =
  "S3 knows no CRC-32 of the whole object for a multipart upload (`FULL_OBJECT`), and refuses it as damaged";

const NO_RE_ENCRYPT = "KMS does not know ReEncrypt";

const UNENCRYPTED = "EC2 makes a snapshot unencrypted, and without its key, whatever its volume is";

export const MINISTACK_CANNOT: readonly Cannot[] = [
  {
    file: "__tests__/integration/backup-restore.test.ts",
    test: "backup and restore through KMS and S3 gives back a directory, in parts, byte for byte",
    why: NO_FULL_CHECKSUM,
  },
  {
    file: "__tests__/integration/backup-restore.test.ts",
    test: "backup and restore through KMS and S3 is looked at in a few places: verify --quick and inspect",
    why: NO_FULL_CHECKSUM,
  },
  {
    file: "__tests__/integration/backup-restore.test.ts",
    test: "backup and restore through KMS and S3 opens by hand: decrypt, tar and sha256sum",
    why: NO_FULL_CHECKSUM,
  },
  {
    file: "__tests__/integration/backup-restore.test.ts",
    test: "backup and restore through KMS and S3 takes a pipe longer than what is kept in memory, and leaves no temporary file",
    why: NO_FULL_CHECKSUM,
  },
  {
    file: "__tests__/integration/game-day/keys.test.ts",
    test: "on a game day an old key has to go",
    why: NO_RE_ENCRYPT,
  },
  {
    file: "__tests__/integration/glacier.test.ts",
    test: "a backup in Glacier says how to bring it back, brings it back, and is restored",
    why: "S3 takes some seconds to bring an object back, as Glacier takes hours; the test takes it for immediate, as in LocalStack",
  },
  {
    file: "__tests__/integration/import-key-material.test.ts",
    test: "import-key-material with KMS gives an HMAC key material that makes the same MACs as here",
    why: "KMS takes HMAC material of the length of the key's spec alone",
  },
  {
    file: "__tests__/integration/import-key-material.test.ts",
    test: "import-key-material with KMS gives the primary and a replica in another region the same material",
    why: "KMS replicates no key that still waits for its material; what AWS does then is not known to us",
  },
  {
    file: "__tests__/integration/key-life.test.ts",
    test: "keys of backups open by sidecars when the key is disabled",
    why: NO_RE_ENCRYPT,
  },
  {
    file: "__tests__/integration/key-life.test.ts",
    test: "keys of backups open by sidecars when the key is scheduled for deletion",
    why: NO_RE_ENCRYPT,
  },
  {
    file: "__tests__/integration/key-life.test.ts",
    test: "keys of backups are whole after kill -9 in rewrap, and the next run does what is left",
    why: NO_RE_ENCRYPT,
  },
  {
    file: "__tests__/integration/key-life.test.ts",
    test: "keys of backups go to the new key by versions that are proven, once, and the old ones stay",
    why: NO_FULL_CHECKSUM,
  },
  {
    file: "__tests__/integration/key-life.test.ts",
    test: "keys of backups are whole after kill -9 in reencrypt, and the next run does what is left",
    why: NO_FULL_CHECKSUM,
  },
  {
    file: "__tests__/integration/kill.test.ts",
    test: "commands that are killed at random moments lose nothing, show nothing half, and leave nothing behind",
    why: NO_FULL_CHECKSUM,
  },
  {
    file: "__tests__/integration/kms-plugin-processes.test.ts",
    test: "kms-plugin, started with two keys, refuses on one socket what belongs to the other, and tells their health apart",
    why: "KMS opens a ciphertext of one key although another key is named",
  },
  {
    file: "__tests__/integration/kms-plugin.test.ts",
    test: "kms-plugin under one API server fails on bad input alone: others, and the health, are not hurt",
    why: "KMS does not authenticate a ciphertext: one with a flipped bit is opened",
  },
  {
    file: "__tests__/integration/presets/application-key.test.ts",
    test: "application-key, applied seals a file that a bare kms:Encrypt refuses, keeps it in its bucket, and opens it, with the user's credentials",
    why: "KMS encrypts more than the 4,096 bytes that Encrypt takes",
  },
  {
    file: "__tests__/integration/presets/etcd-ca-backup-region-lost.test.ts",
    test: "etcd-ca-backup, when a region is lost restores it from another account that keeps the copies, by the same outputs",
    why: "S3 lets no account copy into the bucket of another, whatever the bucket's policy says; the test does what replication does, and LocalStack lets it",
  },
  {
    file: "__tests__/integration/presets/key-audit.test.ts",
    test: "key-audit, applied tells the topic of a failed decrypt with a watched key, and of nothing else",
    why: "EventBridge takes no event with the source `aws.kms` from a caller, as in AWS; the test puts it in CloudTrail's place, and LocalStack lets it",
  },
  {
    file: "__tests__/integration/presets/snapshot-sharing.test.ts",
    test: "snapshot-sharing, applied refuses to share what is not under its key, and shares the copy that the sharer made of it",
    why: UNENCRYPTED,
  },
  {
    file: "__tests__/integration/presets/snapshot-sharing.test.ts",
    test: "snapshot-sharing, applied shares the snapshot of a volume, copies it to the other region, and finds it under that region's key",
    why: UNENCRYPTED,
  },
  {
    file: "__tests__/integration/restore-by-hand.test.ts",
    test: "docs/restore-by-hand.md restores a backup whose key is disabled, by its sidecar and a few lines of Python",
    why: NO_RE_ENCRYPT,
  },
  {
    file: "__tests__/scripts/core/store/replace.emulator.test.ts",
    test: "replace in parts takes the place of what is still the same",
    why: NO_FULL_CHECKSUM,
  },
  {
    file: "__tests__/scripts/core/store/s3-store.emulator.test.ts",
    test: "s3Store finds what it stored in parts when the reply that said so was lost",
    why: NO_FULL_CHECKSUM,
  },
  {
    file: "__tests__/scripts/core/store/s3-store.emulator.test.ts",
    test: "s3Store puts more than one part in parts, and tells how far it is",
    why: NO_FULL_CHECKSUM,
  },
  {
    file: "__tests__/scripts/core/store/s3-store.emulator.test.ts",
    test: "s3Store sends a checksum with everything, the condition with what makes the object, and no encryption header",
    why: NO_FULL_CHECKSUM,
  },
  {
    file: "__tests__/scripts/core/store/s3-store.emulator.test.ts",
    test: "s3Store sends a part again from what it kept: 503",
    why: NO_FULL_CHECKSUM,
  },
  {
    file: "__tests__/scripts/core/store/s3-store.emulator.test.ts",
    test: "s3Store sends a part again from what it kept: cut",
    why: NO_FULL_CHECKSUM,
  },
  {
    file: "__tests__/scripts/core/store/s3-store.emulator.test.ts",
    test: "s3Store sends a part again from what it kept: lose-reply",
    why: NO_FULL_CHECKSUM,
  },
  {
    file: "__tests__/tools/emulator/apply/s3.emulator.test.ts",
    test: "S3 constructs on the emulator are created, hold what was declared, encrypt under their key, and are removed",
    why: "S3 has no public access block of an account",
  },
  {
    file: "__tests__/tools/emulator/unsupported.emulator.test.ts",
    test: "what the emulator cannot show is what ReplicateKey is told of tags and policy",
    why: "KMS keeps tags and policy of ReplicateKey, as in AWS; the test shows that LocalStack does not",
  },
];
