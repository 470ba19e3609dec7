import type { Construct } from "constructs";
import { formatArn } from "../../modules/arn";
import { InlinePolicy, Role } from "../../modules/iam";
import { Bucket } from "../../modules/s3";
import { type PresetProps, presetProps } from "../common/config/preset-props";
import { AwsStack } from "../common/stack/aws-stack";
import { type FleetConfig, fleetSchema } from "./config";
import { OUTPUT } from "./outputs";
import { type FleetFunction, fleetFunction, stateMachine } from "./parts-stack";
import { type FleetPlace, FOLDER, jobStatements, jobTrust } from "./policies";

/** What {@link FleetStack} needs. */
export type FleetStackProps = PresetProps<typeof fleetSchema>;

/** Days that a replaced or deleted manifest or report is kept. */
const NONCURRENT_EXPIRATION_IN_DAYS = 7;

/** One operation on every backup of a bucket: the function, the role of jobs, and the bucket of manifests and reports. */
export class FleetStack extends AwsStack {
  constructor(scope: Construct, id: string, props: FleetStackProps) {
    const { config, deployment } = presetProps(fleetSchema, scope, id, props);
    super(scope, id, deployment);
    this.allRoles(config.roles);
    this.perimeter(config.perimeter);
    const { partition } = this.env;
    const bucket = this.bucket(config);
    const place: FleetPlace = {
      env: this.env,
      bucketArn: bucket.bucketArn,
      backups: {
        bucketArn: formatArn({
          partition,
          service: "s3",
          region: "",
          account: "",
          resource: config.backups.bucket,
        }),
        prefixes: config.backups.prefixes,
        keyArns: config.backups.keyArns,
      },
    };
    const made = fleetFunction(this, config, place);
    const machineArn = stateMachine(this, config, place, made?.versionArn);
    const job = new Role(this, "job", {
      name: `${id}-job`,
      description:
        made === undefined
          ? `Lets S3 do ${config.operation} to backups, read manifests and write reports.`
          : "Lets S3 invoke the function, read manifests and write reports; reaches no backup.",
      trust: [jobTrust(this.env)],
      tags: config.tags,
    });
    new InlinePolicy(this, "job-policy", {
      name: "fleet",
      attachTo: { role: job },
      statements: jobStatements(place, config.operation, made?.versionArn),
      waitFor: [bucket.ready],
    });
    this.outputs(config, bucket, job, made, machineArn);
  }

  private bucket({ bucket, tags }: FleetConfig): Bucket {
    const { accountId, region } = this.env;
    return new Bucket(this, "reports", {
      name: bucket.name ?? `${this.node.id}-${accountId}-${region}`,
      sseS3: {
        on: "S3 Batch Operations writes reports under SSE-S3 only; they hold names of objects and no data",
      },
      lifecycle: [
        {
          id: "manifests and reports",
          expirationInDays: bucket.expirationInDays,
          noncurrentExpirationInDays: NONCURRENT_EXPIRATION_IN_DAYS,
          abortIncompleteMultipartUploadInDays: NONCURRENT_EXPIRATION_IN_DAYS,
        },
      ],
      preventDestroy: bucket.preventDestroy || { off: "bucket.preventDestroy is false in the configuration" },
      tags,
    });
  }

  private outputs(
    { operation, backups }: FleetConfig,
    bucket: Bucket,
    job: Role,
    made: FleetFunction | undefined,
    machineArn: string | undefined,
  ): void {
    const location = (folder: string) => `s3://${bucket.bucketName}/${folder.slice(0, -1)}`;
    this.output(OUTPUT.region, "Region of function and jobs.", this.env.region);
    this.output(OUTPUT.bucket, "Name of the bucket of the backups.", backups.bucket);
    this.output(OUTPUT.prefixes, "Object-key prefixes of the backups.", backups.prefixes);
    this.output(OUTPUT.keyArn, "ARN of the key of the newest backups.", backups.keyArns[0]);
    this.output(OUTPUT.operation, "What is done to each backup.", operation);
    this.output(OUTPUT.jobRoleArn, "ARN of the role that S3 Batch Operations assumes.", job.roleArn);
    this.output(OUTPUT.manifestLocation, "Where manifests of jobs are stored.", location(FOLDER.manifests));
    this.output(OUTPUT.reportLocation, "Where reports of jobs are written.", location(FOLDER.reports));
    if (made !== undefined) {
      this.output(OUTPUT.functionArn, "ARN of the version of the function.", made.versionArn);
      this.output(
        OUTPUT.functionRoleArn,
        "ARN of the role of the function, which that of the backups has to trust.",
        made.role.roleArn,
      );
    }
    if (machineArn !== undefined)
      this.output(OUTPUT.stateMachineArn, "ARN of the state machine.", machineArn);
  }
}
