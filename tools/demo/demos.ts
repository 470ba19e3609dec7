/** One row a preset: what `npm start -- --preset NAME` shows. */
import { applicationKeyDemo } from "./application-key";
import { etcdCaBackupDemo } from "./etcd-ca-backup";
import { importedKeyDemo } from "./imported-key";

import { keyAuditDemo } from "./key-audit";
import { kubernetesKmsDemo } from "./kubernetes-kms";
import { multiRegionVaultDemo } from "./multi-region-vault";
import type { PresetDemo } from "./preset-demo";
import { publicEncryptionDemo } from "./public-encryption";
import { s3ReplicationDemo } from "./s3-replication";
import { signingDemo } from "./signing";
import { snapshotSharingDemo } from "./snapshot-sharing";
import { stateKeyDemo } from "./state-key";
import { vaultAccountDemo } from "./vault-account";

export const DEFAULT_PRESET = "etcd-ca-backup";

export const DEMOS: Readonly<Record<string, PresetDemo>> = {
  "application-key": applicationKeyDemo,
  "etcd-ca-backup": etcdCaBackupDemo,
  "imported-key": importedKeyDemo,

  "key-audit": keyAuditDemo,
  "kubernetes-kms": kubernetesKmsDemo,
  "multi-region-vault": multiRegionVaultDemo,
  "public-encryption": publicEncryptionDemo,
  "s3-replication": s3ReplicationDemo,
  signing: signingDemo,
  "snapshot-sharing": snapshotSharingDemo,
  "state-key": stateKeyDemo,
  "vault-account": vaultAccountDemo,
};
