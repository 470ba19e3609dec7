/** Names of what the stack prints. `region`, `key_arn`, `key_alias` and `replicas` are those that the command-line tool reads. */
import { REPLICAS_OUTPUT } from "../../modules/backup-contract";

/** Of the first region. */
export const OUTPUT = {
  region: "region",
  keyArn: "key_arn",
  keyId: "key_id",
  alias: "key_alias",
  table: "table",
  bucket: "bucket",
  writerRoleArn: "writer_role_arn",
  readerRoleArn: "reader_role_arn",
  administratorRoleArn: "administrator_role_arn",
  /** The same of every other region, by region. */
  replicas: REPLICAS_OUTPUT,
} as const;
