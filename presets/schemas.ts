/** The configuration of every preset, for the schema of `sealstack.yaml`. A new preset is one more row. */
import { applicationKeySchema } from "./application-key/config";
import { pairProblems } from "./common/config/check-pairs";
import { etcdCaBackupSchema } from "./etcd-ca-backup/config";
import { fleetBackupProblems, fleetSchema } from "./fleet/config";
import { importedKeySchema } from "./imported-key/config";
import { keyAuditSchema } from "./key-audit/config";
import { kubernetesKmsSchema } from "./kubernetes-kms/config";
import { multiRegionVaultSchema } from "./multi-region-vault/config";
import { publicEncryptionSchema } from "./public-encryption/config";
import { s3ReplicationSchema } from "./s3-replication/config";
import { s3ReplicationDestinationSchema } from "./s3-replication-destination/config";
import { signingSchema } from "./signing/config";
import { snapshotSharingSchema } from "./snapshot-sharing/config";
import { stateKeySchema } from "./state-key/config";
import { vaultAccountSchema } from "./vault-account/config";
import { vaultSourceSchema } from "./vault-source/config";

export const PRESET_SCHEMAS = [
  applicationKeySchema,
  etcdCaBackupSchema,
  fleetSchema,
  importedKeySchema,
  keyAuditSchema,
  kubernetesKmsSchema,
  multiRegionVaultSchema,
  publicEncryptionSchema,
  s3ReplicationSchema,
  s3ReplicationDestinationSchema,
  signingSchema,
  snapshotSharingSchema,
  stateKeySchema,
  vaultAccountSchema,
  vaultSourceSchema,
] as const;

/** What stacks of one file say about each other. */
export const BETWEEN_STACKS = [pairProblems, fleetBackupProblems] as const;
