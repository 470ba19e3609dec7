/** Which buckets AWS delivers logs to. */
import { type LogSource, logSourceTraits } from "./log-sources";

/** What matters about a target. */
export interface LogTarget {
  readonly hasKey: boolean;
  readonly hasLock: boolean;
  readonly requesterPays: boolean;
  /** Whether `acceptReplicas` let in the role of a replication, and nobody else. */
  readonly replicasOnly: boolean;
  /** Services that the key policy lets in; unknown where it is not ours. */
  readonly keyServices?: readonly string[];
}

/** Why a bucket cannot be the target of a source, one sentence each. */
export function logSourceProblems(source: LogSource, target: LogTarget): readonly string[] {
  const { name, takesKey, takesLock, takesRequesterPays, keyService, ...traits } = logSourceTraits(
    source.service,
  );
  const problems: string[] = [];
  if (!takesKey && target.hasKey)
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
  if (target.hasKey && keyService !== undefined && target.keyServices?.includes(keyService) === false)
    problems.push(`the key policy must let ${name} in: add '${keyService}' to its services`);
  if (
    source.sourceArns?.length === 0 ||
    (source.sourceArns === undefined && traits.defaultSourceArns === undefined)
  )
    problems.push(`sourceArns of ${name} must name what the logs are about`);
  if (source.prefix !== undefined && !/^[^*?]*\/$/.test(source.prefix))
    problems.push(`prefix of ${name} must end in a slash and hold no wildcard, got '${source.prefix}'`);
  return problems;
}
