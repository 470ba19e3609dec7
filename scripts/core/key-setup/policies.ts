/** The policies of a key for backups, and of those who use it: the statements of the preset etcd-ca-backup. Pure. */
import { formatArn } from "../../../modules/arn";
import { type PolicyDocument, policyDocument } from "../../../modules/iam/policies/policy-document";
import { DEFAULT_DELETION_WINDOW_IN_DAYS } from "../../../modules/kms/limits";
import { deletionWindowStatements } from "../../../modules/kms/policy/key-policy";
import { PARTITIONS } from "../../../modules/partitions";
import type { BackupPlace } from "../../../presets/etcd-ca-backup/place";
import {
  administratorStatements,
  keyPolicy,
  restorerStatements,
  writerStatements,
} from "../../../presets/etcd-ca-backup/policies";

/** Where key and backups are, and who is let in. */
export interface KeyAudience {
  readonly partition: string;
  readonly accountId: string;
  readonly region: string;
  /** With `alias/`. */
  readonly alias: string;
  readonly bucket: string;
  /** Object-key prefixes, with the slash. */
  readonly prefixes: readonly string[];
  /** ARNs of roles and users. */
  readonly writers: readonly string[];
  readonly restorers: readonly string[];
  readonly administrators: readonly string[];
}

/** The key policy, as the stack has it when nothing else is configured. */
export function keyPolicyOf(audience: KeyAudience): PolicyDocument {
  const { writers, restorers, administrators } = audience;
  const audiences = { writers, restorers, administrators, testers: [], rekeyers: [] };
  return policyDocument([
    ...keyPolicy(placeOf(audience), audiences, { fullRoot: false }),
    ...deletionWindowStatements(DEFAULT_DELETION_WINDOW_IN_DAYS),
  ]);
}

/** What the key policy alone does not allow: a policy for each of those who are let in. */
export function rolePolicies(
  audience: KeyAudience,
  keyArn: string,
): Readonly<Record<"writer" | "restorer" | "administrator", PolicyDocument>> {
  const place = placeOf(audience);
  return {
    writer: policyDocument(writerStatements(place, keyArn)),
    restorer: policyDocument(restorerStatements(place, [keyArn])),
    administrator: policyDocument(administratorStatements(place, keyArn)),
  };
}

function placeOf({ partition, accountId, region, alias, bucket, prefixes }: KeyAudience): BackupPlace {
  const dnsSuffix = PARTITIONS[partition]?.dnsSuffix ?? "amazonaws.com";
  const bucketArn = formatArn({ partition, service: "s3", region: "", account: "", resource: bucket });
  return { env: { partition, dnsSuffix, accountId, region }, alias, bucketArn, prefixes };
}
