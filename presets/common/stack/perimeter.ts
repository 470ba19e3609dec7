import { Aspects, type IAspect } from "cdktf";
import type { IConstruct } from "constructs";
import { type AwsEnvironment, Role } from "../../../modules/iam";
import { Key, ReplicaKey } from "../../../modules/kms";
import { Bucket } from "../../../modules/s3";
import type { PerimeterConfig } from "../config/perimeter-schema";
import { bucketPerimeter, keyPerimeter } from "../policies/perimeter";

/** What {@link drawPerimeter} needs. */
export interface PerimeterProps {
  readonly env: AwsEnvironment;
  /** ARNs of roles elsewhere with which S3 uses the buckets, such as another account's role of replication. */
  readonly serviceRoles?: readonly string[];
}

/** Draws a perimeter around every key and bucket below `scope`, those of modules and those added later included. */
export function drawPerimeter(scope: IConstruct, perimeter: PerimeterConfig, props: PerimeterProps): void {
  Aspects.of(scope).add(new Perimeter(scope, perimeter, props));
}

class Perimeter implements IAspect {
  /** A stack may be written more than once. */
  private readonly drawn = new WeakSet<IConstruct>();

  constructor(
    private readonly scope: IConstruct,
    private readonly perimeter: PerimeterConfig,
    private readonly props: PerimeterProps,
  ) {}

  visit(node: IConstruct): void {
    if (this.drawn.has(node)) return;
    this.drawn.add(node);
    const { env, serviceRoles = [] } = this.props;
    if (node instanceof Key || node instanceof ReplicaKey)
      node.addToPolicy(...keyPerimeter(this.perimeter, env));
    if (node instanceof Bucket)
      node.addToPolicy(
        ...bucketPerimeter(this.perimeter, env, node.bucketArn, [...this.rolesOfS3(), ...serviceRoles]),
      );
  }

  private rolesOfS3(): readonly string[] {
    const roles = this.scope.node.findAll().filter((node) => node instanceof Role);
    return roles.filter(assumedByS3Only).map(({ roleArn }) => roleArn);
  }
}

/** What S3 replicates or runs batches with. A role that anybody else may assume too is not exempt. */
const OF_S3 = /^(batchoperations\.)?s3\./;

function assumedByS3Only({ trust }: Role): boolean {
  return trust.every(
    ({ principals }) =>
      typeof principals === "object" &&
      principals.aws === undefined &&
      principals.federated === undefined &&
      (principals.service ?? []).every((service) => OF_S3.test(service)),
  );
}
