import { Construct } from "constructs";
import { ConfigError } from "../../config-error";
import { type AwsEnvironment, InlinePolicy, Role } from "../../iam";
import { environment } from "../../iam/policies/environment";
import { knownList, optional, type Shape, text } from "../../shape";
import { isToken } from "../../tokens";
import { assertProps } from "../../validate";
import type { Bucket } from "../bucket/bucket";
import { aBucket } from "../bucket/bucket-shape";
import { prefixProblems } from "../policy/grants";
import { batchReplicationStatements, batchReplicationTrust } from "./batch-statements";

/** What `BatchReplication` needs. */
export interface BatchReplicationProps {
  /** Account and region of the source, where jobs run. */
  readonly env: AwsEnvironment;
  /** Name of the role, unique in the account: 1 to 64 characters. */
  readonly roleName: string;
  /** What is copied; it has a `Replication`, which does the copying. */
  readonly source: Bucket;
  /** Where completion reports go, below `reportPrefix`: another bucket than the source, in its region and account. */
  readonly reports: Bucket;
  /** Start of the object keys of reports, with a slash at its end. @default "batch-replication/" */
  readonly reportPrefix?: string;
  /** Starts of the keys of objects that may be copied, each with a slash at its end. @default - all objects */
  readonly prefixes?: readonly string[];
}

const PROPS: Shape<BatchReplicationProps> = {
  env: environment,
  roleName: text,
  source: aBucket,
  reports: aBucket,
  reportPrefix: optional(text),
  prefixes: optional(knownList(text)),
};

const DEFAULT_REPORT_PREFIX = "batch-replication/";

/**
 * The role of S3 Batch Replication jobs, which copy the objects that are in a bucket already: its replication copies new ones only. The role starts replications and writes
 * reports; it reads and writes no object of the source or the destination, and uses neither of their keys: S3 copies with the role of the replication.
 *
 * Who creates a job needs `s3:CreateJob` and `iam:PassRole` for this role besides, which nothing here gives.
 *
 * @throws {@link ConfigError} when the props are invalid.
 */
export class BatchReplication extends Construct {
  /** What jobs run as: `--role-arn` of `aws s3control create-job`. */
  readonly role: Role;
  /** Start of the object keys of reports. */
  readonly reportPrefix: string;

  constructor(scope: Construct, id: string, props: BatchReplicationProps) {
    super(scope, id);
    assertProps(this, props, PROPS);
    const { env, source, reports, reportPrefix = DEFAULT_REPORT_PREFIX, prefixes = [""] } = props;
    const problems = [
      ...prefixProblems("reportPrefix", [reportPrefix]),
      ...prefixProblems("jobs", prefixes),
      ...(reports === source ? ["reports must not go into the source: they would be copied, too"] : []),
      ...(isElsewhere(reports, source) ? ["reports must be in the region of the source"] : []),
    ];
    if (problems.length > 0) throw new ConfigError(this.node.path, problems);
    this.reportPrefix = reportPrefix;
    this.role = new Role(this, "role", {
      name: props.roleName,
      description: `Starts the replication of what is in ${source.props.name} already.`,
      trust: [batchReplicationTrust({ ...env, region: source.props.region ?? env.region })],
    });
    // The key as for any upload: reports are encrypted under the key of their bucket.
    const use = { viaServices: ["s3"], encryptionContext: reports.encryptionContext };
    for (const audience of ["encryptOnly", "decryptOnly"] as const)
      reports.props.key?.grant(audience, this.role, use);
    new InlinePolicy(this, "policy", {
      name: "batch-replication",
      attachTo: { role: this.role },
      statements: batchReplicationStatements(
        { bucketArn: source.bucketArn, prefixes },
        { bucketArn: reports.bucketArn, prefix: reportPrefix },
      ),
      waitFor: [reports.ready],
    });
  }
}

function isElsewhere(one: Bucket, other: Bucket): boolean {
  const [here, there] = [one.props.region, other.props.region];
  return here !== there && here !== undefined && there !== undefined && !isToken(here) && !isToken(there);
}
