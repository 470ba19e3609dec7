import type { PresetName } from "../../../presets";
import { APPLICATION_KEY } from "./application-key";
import { ETCD_CA_BACKUP } from "./etcd-ca-backup";
import type { ClaimTable } from "./judged-stack";
import { KUBERNETES_KMS } from "./kubernetes-kms";
import { PUBLIC_ENCRYPTION } from "./public-encryption";
import { SIGNING } from "./signing";
import { SNAPSHOT_SHARING } from "./snapshot-sharing";

/** Every preset has one: a preset without claims does not compile. */
export const CLAIM_TABLES: Readonly<Record<PresetName, ClaimTable>> = {
  "application-key": APPLICATION_KEY,
  "etcd-ca-backup": ETCD_CA_BACKUP,
  "kubernetes-kms": KUBERNETES_KMS,
  "public-encryption": PUBLIC_ENCRYPTION,
  signing: SIGNING,
  "snapshot-sharing": SNAPSHOT_SHARING,
};
