/** What says where something is deployed. */
import { accountId, dnsSuffix, partition, region } from "../../aws-formats";
import type { ByPartition } from "../../partitions";
import { type Check, callback, having, type Optional, optional, type Shape } from "../../shape";

/** Where a stack is deployed; the values are usually tokens of data sources, see `awsEnvironment`. */
export interface AwsEnvironment {
  /** One of `PARTITIONS`, such as `aws`, `aws-cn` or `aws-us-gov`. */
  readonly partition: string;
  /** Domain of the partition's endpoints, such as `amazonaws.com`. */
  readonly dnsSuffix: string;
  /** Twelve digits. */
  readonly accountId: string;
  readonly region: string;
  /**
   * Lets Terraform choose where it alone knows the partition: few names differ by it.
   *
   * @default - `partition` has to be known for these
   */
  readonly byPartition?: ByPartition;
}

const ENVIRONMENT: Shape<AwsEnvironment> = {
  partition,
  dnsSuffix,
  accountId,
  region,
  byPartition: optional(callback),
};

/** The whole of it. */
export const environment: Check = having(ENVIRONMENT, "an environment, such as awsEnvironment(scope) gives");

const MADE = new Map<string, Check>();

/** As much of it as a builder needs. */
export function environmentWith(...names: readonly (keyof AwsEnvironment)[]): Check {
  const known = MADE.get(names.join());
  if (known !== undefined) return known;
  const rows = Object.entries(ENVIRONMENT).map(([name, row]: [string, Check | Optional]) => [
    name,
    (names as readonly string[]).includes(name) || "optional" in row ? row : optional(row),
  ]);
  const check = having(
    Object.fromEntries(rows),
    names.length === 0 ? "an environment" : `an object with ${names.join(", ")}`,
  );
  MADE.set(names.join(), check);
  return check;
}
