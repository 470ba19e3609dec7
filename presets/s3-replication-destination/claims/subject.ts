/** What the claims about the other half are about: one synthesized stack and its surroundings. */
import { arnOfBucket, type PairSurroundings } from "../../common/claims/pair-subject";
import type { CopiedPlace } from "../../common/claims/replication-claims";
import type { S3ReplicationDestinationConfig } from "../config";

export interface ClaimSubject extends PairSurroundings {
  readonly config: S3ReplicationDestinationConfig;
}

export function replicaPlace(subject: ClaimSubject): CopiedPlace {
  const { config, keyArn: key, region } = subject;
  return { bucket: arnOfBucket(config.bucket.name, subject, region), key, region };
}
