/** Which buckets AWS delivers logs to. */
import { shown } from "../../show-value";
import { type LogSource, logPrefixProblems, logSourceTraits } from "./log-sources";

/** What matters about a target. */
export interface LogTarget {
  /** Of the keys that uploads may ask for; none with S3's own keys. */
  readonly keyArns: readonly string[];
  /** Whether the bucket refuses what is encrypted once. */
  readonly dualLayer: boolean;
  readonly hasLock: boolean;
  readonly requesterPays: boolean;
  /** Whether `acceptReplicas` let in the role of a replication, and nobody else. */
  readonly replicasOnly: boolean;
  /** Services that the key policy lets in; unknown where it is not ours. */
  readonly keyServices?: readonly string[];
}

/**
 * Why a bucket cannot be the target of a source, one sentence each.
 *
 * @param keyArn of the key that the service was told to encrypt with, where it was told one
 */
export function logSourceProblems(source: LogSource, target: LogTarget, keyArn?: string): readonly string[] {
  const { name, takesKey, takesLock, takesRequesterPays, keyService, ...traits } = logSourceTraits(
    source.service,
  );
  const problems: string[] = [];
  const hasKey = target.keyArns.length > 0;
  if (keyArn !== undefined && hasKey && !target.keyArns.includes(keyArn))
    problems.push(
      `the target of ${name} refuses their key: give them the bucket's, or name theirs in otherKeyArns`,
    );
  if (keyArn !== undefined && takesKey && !hasKey)
    problems.push(`the target of ${name} refuses their key: it is encrypted with S3's own keys (sseS3)`);
  if (keyArn !== undefined && target.dualLayer)
    problems.push(`the target of ${name} must not be encrypted twice (dualLayer): they ask for one layer`);
  if (!takesKey && hasKey)
    problems.push(
      `the target of ${name} must be encrypted with S3's own keys (sseS3): AWS delivers to no other`,
    );
  if (!takesLock && target.hasLock) problems.push(`the target of ${name} must not have object lock`);
  if (!takesRequesterPays && target.requesterPays)
    problems.push(`the target of ${name} must not be one where the requester pays`);
  if (target.replicasOnly)
    problems.push(
      `the target of ${name} must not be one for replicas only: give a reason in otherWriters there`,
    );
  if (hasKey && keyService !== undefined && target.keyServices?.includes(keyService) === false)
    problems.push(`the key policy must let ${name} in: add ${shown(keyService)} to its services`);
  if (
    source.sourceArns?.length === 0 ||
    (source.sourceArns === undefined && traits.defaultSourceArns === undefined)
  )
    problems.push(`sourceArns of ${name} must name what the logs are about`);
  return [...problems, ...logPrefixProblems(name, source.prefix)];
}
