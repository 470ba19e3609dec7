/** Where a snapshot is, and where a copy is to be. */
import type { SnapshotName } from "../../core/snapshots/name";
import { OperatorError } from "../../errors";
import type { Settings } from "../../settings/config";

/** Region of the command. @throws OperatorError `usage` without one: EC2 and RDS are asked in one region only. */
export function ownRegion({ region }: Settings): string {
  if (region !== undefined) return region;
  throw new OperatorError("usage", "no region is given", {
    hint: "give --region, or --outputs FILE, or set AWS_REGION",
  });
}

/**
 * Region of the snapshot: that of its ARN, the one that was said, or the command's own.
 * @throws OperatorError `usage` where two of them were said, and differ
 */
export function regionOf(
  name: SnapshotName,
  said: { readonly flag: string; readonly region: string } | undefined,
  fallback: () => string,
): string {
  if (name.region === undefined) return said?.region ?? fallback();
  if (said === undefined || said.region === name.region) return name.region;
  throw new OperatorError("usage", `the ARN is of ${name.region}, got ${said.flag} ${said.region}`, {
    hint: `leave ${said.flag} out: the ARN tells it`,
  });
}
