import type { PresetName } from "../../../presets";
import { APPLICATION_KEY } from "./application-key";
import { ETCD_CA_BACKUP } from "./etcd-ca-backup";
import { FLEET } from "./fleet";
import { IMPORTED_KEY } from "./imported-key";
import type { ClaimTable } from "./judged-stack";
import { KEY_AUDIT } from "./key-audit";
import { KUBERNETES_KMS } from "./kubernetes-kms";
import { MULTI_REGION_VAULT } from "./multi-region-vault";
import { PUBLIC_ENCRYPTION } from "./public-encryption";
import { S3_REPLICATION, S3_REPLICATION_DESTINATION } from "./s3-replication";
import { SIGNING } from "./signing";
import { SNAPSHOT_SHARING } from "./snapshot-sharing";
import { STATE_KEY } from "./state-key";
import { VAULT_ACCOUNT } from "./vault-account";
import { VAULT_SOURCE } from "./vault-source";

/** Every preset has one: a preset without claims does not compile. */
export const CLAIM_TABLES: Readonly<Record<PresetName, ClaimTable>> = {
  "application-key": APPLICATION_KEY,
  "etcd-ca-backup": ETCD_CA_BACKUP,
  fleet: FLEET,
  "imported-key": IMPORTED_KEY,
  "key-audit": KEY_AUDIT,
  "kubernetes-kms": KUBERNETES_KMS,
  "multi-region-vault": MULTI_REGION_VAULT,
  "public-encryption": PUBLIC_ENCRYPTION,
  "s3-replication": S3_REPLICATION,
  "s3-replication-destination": S3_REPLICATION_DESTINATION,
  signing: SIGNING,
  "snapshot-sharing": SNAPSHOT_SHARING,
  "state-key": STATE_KEY,
  "vault-account": VAULT_ACCOUNT,
  "vault-source": VAULT_SOURCE,
};
