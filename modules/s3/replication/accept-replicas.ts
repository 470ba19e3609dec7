import { ConfigError } from "../../config-error";
import type { Grantee, KeyGrant } from "../../kms";
import type { On } from "../../relaxations";
import type { Bucket } from "../bucket/bucket";
import { onlyWritersStatement } from "../policy/bucket-policy";
import { grantReplicaKey } from "./replica-key";
import { acceptReplicasStatements } from "./replication-statements";

/** Who may write beside the role of the replication: ARNs, or everybody whom a policy allows, for a reason. */
export type OtherWriters = On | readonly string[];

/** What {@link acceptReplicas} needs. */
export interface AcceptReplicasProps {
  /** Role of the replication, by its ARN where it is another account's. */
  readonly role: Grantee;
  /** Whether the source is in another account. @default false */
  readonly crossAccount?: boolean;
  /** @default - nobody */
  readonly otherWriters?: OtherWriters;
}

/**
 * Lets a replication write into a bucket, and nobody else; its key can be used for that only through S3, for this bucket. `Replication` calls it for buckets of
 * the same app; the owner of a bucket in another account calls it in his own.
 *
 * @returns what became of the use of the key
 * @throws {@link ConfigError} when the bucket keeps no versions, has no key, or takes replicas from elsewhere already
 */
export function acceptReplicas(
  bucket: Bucket,
  { role, crossAccount = false, otherWriters = [] }: AcceptReplicasProps,
): readonly KeyGrant[] {
  const { key, versioning = true } = bucket.props;
  const problems: string[] = [];
  if (key === undefined) problems.push("a bucket for replicas needs a key");
  if (versioning !== true) problems.push("a bucket for replicas needs versioning, which is off");
  if ("on" in otherWriters && otherWriters.on.trim() === "")
    problems.push("otherWriters needs a reason, got an empty one");
  if (bucket.onlyWriters !== undefined)
    problems.push("the bucket takes replicas from elsewhere already: name both roles in otherWriters");
  const arn = "arn" in role ? role.arn : "roleArn" in role ? role.roleArn : role.userArn;
  const shutOut =
    "on" in otherWriters ? [] : bucket.writers.filter((one) => ![arn, ...otherWriters].includes(one));
  if (shutOut.length > 0)
    problems.push(
      `a bucket for replicas takes nothing else, but was opened for ${shutOut.join(", ")}: name principals in otherWriters, or give a reason there`,
    );
  if (problems.length > 0 || key === undefined) throw new ConfigError(bucket.node.path, problems);
  if (crossAccount) bucket.addToPolicy(...acceptReplicasStatements(bucket.bucketArn, arn));
  if ("on" in otherWriters) bucket.keepReason({ what: "otherWriters", reason: otherWriters.on });
  else bucket.addToPolicy(onlyWritersStatement(bucket.bucketArn, [arn, ...otherWriters]));
  return grantReplicaKey(key, role, bucket.bucketArn, crossAccount);
}
