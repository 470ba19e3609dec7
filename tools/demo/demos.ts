/** One row a preset: what `npm start -- --preset NAME` shows. */
import type { PresetDemo } from "./preset-demo";
import { applicationKeyDemo } from "./presets/application-key";
import { etcdCaBackupDemo } from "./presets/etcd-ca-backup";
import { fleetDemo } from "./presets/fleet";
import { importedKeyDemo } from "./presets/imported-key";
import { keyAuditDemo } from "./presets/key-audit";
import { kubernetesKmsDemo } from "./presets/kubernetes-kms";
import { multiRegionVaultDemo } from "./presets/multi-region-vault";
import { publicEncryptionDemo } from "./presets/public-encryption";
import { s3ReplicationDemo } from "./presets/s3-replication";
import { signingDemo } from "./presets/signing";
import { snapshotSharingDemo } from "./presets/snapshot-sharing";
import { stateKeyDemo } from "./presets/state-key";
import { vaultAccountDemo } from "./presets/vault-account";

export const DEFAULT_PRESET = "etcd-ca-backup";

export const DEMOS: Readonly<Record<string, PresetDemo>> = {
  "application-key": applicationKeyDemo,
  "etcd-ca-backup": etcdCaBackupDemo,
  fleet: fleetDemo,
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
