import { ConfigError } from "../../config-error";
import { accountRootOf } from "../../iam/policies/principals";
import type { Grantee, KeyGrant } from "../../kms";
import { object } from "../../shape";
import { assertArguments } from "../../validate";
import type { Bucket } from "../bucket/bucket";
import { aBucket } from "../bucket/bucket-shape";
import { onlyWritersStatement } from "../policy/bucket-policy";
import { grantReplicaKey } from "./replica-key";
import type { AcceptReplicasProps } from "./replication-props";
import { ACCEPT_REPLICAS } from "./replication-shape";

import { acceptReplicasStatements } from "./replication-statements";

export type { AcceptReplicasProps, OtherWriters } from "./replication-props";

/**
 * Lets a replication write into a bucket, and nobody else but the replications that were let in before; its key can be used for that only through S3, for this bucket. `Replication` calls it for buckets of
 * the same app; the owner of a bucket in another account calls it in his own.
 *
 * @returns what became of the use of the key
 * @throws {@link ConfigError} when the bucket keeps no versions, has no key, or was opened for others already
 */
export function acceptReplicas(bucket: Bucket, props: AcceptReplicasProps): readonly KeyGrant[] {
  assertArguments("acceptReplicas", { bucket, props }, { bucket: aBucket, props: object(ACCEPT_REPLICAS) });
  const { role, crossAccount = false, byName = false, otherWriters = [] } = props;
  const { key, versioning = true } = bucket.props;
  const problems: string[] = [];
  if (key === undefined) problems.push("a bucket for replicas needs a key");
  if (versioning !== true) problems.push("a bucket for replicas needs versioning, which is off");
  if (byName && (!crossAccount || accountRootOf(arnOf(role)) === undefined))
    problems.push("byName needs a role of another account, whose ARN shows it");
  if ("on" in otherWriters && otherWriters.on.trim() === "")
    problems.push("otherWriters needs a reason, got an empty one");
  if ("on" in otherWriters && bucket.onlyWriters !== undefined)
    problems.push("the bucket takes replicas already and is closed for others: name them in otherWriters");
  const arn = arnOf(role);
  const shutOut =
    "on" in otherWriters
      ? []
      : bucket.writers.filter((one) => ![arn, ...otherWriters, ...(bucket.onlyWriters ?? [])].includes(one));
  if (shutOut.length > 0)
    problems.push(
      `a bucket for replicas takes nothing else, but was opened for ${shutOut.join(", ")}: name principals in otherWriters, or give a reason there`,
    );
  if (problems.length > 0 || key === undefined) throw new ConfigError(bucket.node.path, problems);
  if (crossAccount) bucket.addToPolicy(...acceptReplicasStatements(bucket.bucketArn, arn, byName));
  if ("on" in otherWriters) bucket.keepReason({ what: "otherWriters", reason: otherWriters.on });
  else if (bucket.onlyWriters !== undefined) bucket.addOnlyWriters([arn, ...otherWriters]);
  else bucket.addToPolicy(onlyWritersStatement(bucket.bucketArn, [arn, ...otherWriters]));
  return grantReplicaKey(key, role, bucket.bucketArn, { crossAccount, byName });
}

function arnOf(role: Grantee): string {
  if ("arn" in role) return role.arn;
  return "roleArn" in role ? role.roleArn : role.userArn;
}
