export { type EtcdCaBackupConfig, etcdCaBackupSchema } from "./config";
export { EtcdCaBackupStack, type EtcdCaBackupStackProps } from "./stack";
