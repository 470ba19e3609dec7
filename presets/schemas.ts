/** The configuration of every preset, for the schema of `sealstack.yaml`. A new preset is one more row. */
import { etcdCaBackupSchema } from "./etcd-ca-backup/config";
import { kubernetesKmsSchema } from "./kubernetes-kms/config";
import { signingSchema } from "./signing/config";

export const PRESET_SCHEMAS = [etcdCaBackupSchema, kubernetesKmsSchema, signingSchema] as const;
