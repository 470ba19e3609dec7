/** What a bucket sends to others, and what others may send to it. */
import { Key } from "../../kms";
import type { LogTarget } from "../logs/log-targets";
import type { BucketProps } from "./bucket-props";

/** Tells the targets of logs and reports what comes. */
export function announceReports(bucketArn: string, props: BucketProps): void {
  const { accessLogs, inventories = {}, analytics = {}, env } = props;
  const accountId = env === undefined ? {} : { accountId: env.accountId };
  const sourceArns = [bucketArn];
  accessLogs?.target.acceptLogs?.({
    service: "serverAccessLogs",
    sourceArns,
    prefix: accessLogs.prefix,
    ...accountId,
  });
  const reports = [
    ...Object.values(inventories).map((one) => ({ service: "inventory" as const, ...one })),
    ...Object.values(analytics).map((one) => ({ service: "analytics" as const, keyArn: undefined, ...one })),
  ];
  for (const { service, destination, keyArn } of reports) {
    const prefix = destination?.prefix === undefined ? {} : { prefix: destination.prefix };
    destination?.bucket.acceptLogs?.({ service, sourceArns, ...prefix, ...accountId }, keyArn);
  }
}

/** A bucket as the target of logs. @param replicasOnly whether nobody but a replication may write */
export function logTargetOf(props: BucketProps, replicasOnly: boolean): LogTarget {
  const { key, otherKeyArns = [], dualLayer = false, objectLock, requesterPays = false } = props;
  const policy = key instanceof Key ? key.props.policy : undefined;
  const known =
    policy !== undefined && "env" in policy && policy.extra === undefined && policy.source === undefined;
  return {
    keyArns: key === undefined ? [] : [key.keyArn, ...otherKeyArns],
    dualLayer,
    hasLock: objectLock !== undefined,
    requesterPays,
    replicasOnly,
    ...(known ? { keyServices: (policy.services ?? []).map(({ service }) => service) } : {}),
  };
}
