import type { ITerraformDependable } from "cdktf";

/** What a part of a bucket waits for. */
export interface After {
  readonly dependsOn?: ITerraformDependable[];
}

/**
 * The parts of one bucket, one after the other: S3 refuses changes at the same time (`OperationAborted`). Each waits for the one before, so the order is
 * always the same, and nothing has to sleep.
 */
export class PartChain {
  private last: ITerraformDependable | undefined;

  /** @param also what else must be there first, such as the policy of another bucket */
  add<T extends ITerraformDependable>(
    make: (after: After) => T,
    also: readonly (ITerraformDependable | undefined)[] = [],
  ): T {
    const dependsOn = [this.last, ...also].filter((one) => one !== undefined);
    const part = make(dependsOn.length === 0 ? {} : { dependsOn: [...new Set(dependsOn)] });
    this.last = part;
    return part;
  }
}
