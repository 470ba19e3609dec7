/** Buckets that logs and reports go to: which ones AWS delivers to, and how they are told. */
import type { TerraformStack } from "cdktf";
import { Key, type KeyPolicyProps } from "../../../../modules/kms";
import { Bucket, type BucketProps, type LogSource } from "../../../../modules/s3";
import { ENVIRONMENT } from "../../../helpers/processes/environment";
import { synth } from "../../../helpers/stacks/synth";

type Props = Partial<BucketProps>;

function add(
  stack: TerraformStack,
  id: string,
  props: Props = {},
  policy: Partial<KeyPolicyProps> = {},
): Bucket {
  const encryption =
    props.sseS3 === undefined
      ? { key: new Key(stack, `${id}-key`, { description: "x", policy: { env: ENVIRONMENT, ...policy } }) }
      : {};
  return new Bucket(stack, id, { name: `example-${id}`, env: ENVIRONMENT, ...encryption, ...props });
}

const withBucket = (props: Props = {}) =>
  synth((stack) => {
    add(stack, "b", props);
  });
const OWN_KEYS = { sseS3: { on: "the target of logs" } };

describe("log targets", () => {
  const target = (props: Props, source: LogSource, policy: Partial<KeyPolicyProps> = {}) =>
    synth((stack) => {
      add(stack, "logs", { logSources: [source], ...props }, policy);
    });
  const access: LogSource = { service: "serverAccessLogs", sourceArns: ["arn:aws:s3:::x"] };
  const trail = {
    service: "cloudTrail",
    sourceArns: ["arn:aws:cloudtrail:eu-central-1:111122223333:trail/t"],
  } as const;

  it("fail where AWS would not deliver, with the reason", () => {
    expect(() => target({}, access)).toThrow(
      "must be encrypted with S3's own keys (sseS3): AWS delivers to no other",
    );
    expect(() => target({}, { service: "applicationLoadBalancer" })).toThrow(
      "the target of Application Load Balancers must be encrypted with S3's own keys",
    );
    expect(() => target({ ...OWN_KEYS, objectLock: "perObject" }, access)).toThrow(
      "the target of server access logs must not have object lock",
    );
    expect(() => target({ ...OWN_KEYS, requesterPays: true }, trail)).toThrow("where the requester pays");
    expect(() => target({}, trail)).toThrow(
      "the key policy must let CloudTrail in: add 'cloudTrail' to its services",
    );
    expect(() => target(OWN_KEYS, { service: "inventory" })).toThrow("must name what the logs are about");
    expect(() => target(OWN_KEYS, { ...access, prefix: "x*" })).toThrow("must end in a slash");
  });

  it("fail where the key that a service names would be refused", () => {
    const accepting = (props: Props) =>
      synth((stack) => {
        const services = [{ service: "cloudTrail", sourceArns: trail.sourceArns }] as const;
        const bucket = add(stack, "logs", props, { services });
        bucket.acceptLogs(trail, bucket.props.key?.keyArn ?? "arn:aws:kms:eu-central-1:111122223333:key/x");
      });
    expect(() => accepting(OWN_KEYS)).toThrow(
      "the target of CloudTrail refuses their key: it is encrypted with S3's own keys",
    );
    expect(() => accepting({ dualLayer: true })).toThrow("must not be encrypted twice (dualLayer)");
  });

  it("take trails under a key that lets CloudTrail in, locked too", () => {
    const services = [{ service: "cloudTrail", sourceArns: trail.sourceArns }] as const;
    const objectLock = { mode: "COMPLIANCE", retentionInDays: 365 } as const;
    const json = target({ objectLock }, trail, { services: [...services] });
    expect(String(json.resource("aws_s3_bucket_policy").policy)).toContain('"CloudTrailAcl"');
  });

  it("are told by the buckets that log into them, once each", () => {
    const json = synth((stack) => {
      const logs = add(stack, "logs", OWN_KEYS);
      for (const id of ["one", "two"])
        add(stack, id, {
          accessLogs: { target: logs, prefix: `${id}/`, partitionedBy: "EventTime" },
          inventories: {
            daily: { destination: { bucket: logs } },
            weekly: { destination: { bucket: logs }, frequency: "Weekly" },
          },
        });
    });
    const policies = Object.entries(json.resources("aws_s3_bucket_policy"));
    const [, policy] = policies.find(([name]) => name.startsWith("logs_policy")) ?? [];
    const sids = [...String(policy?.policy).matchAll(/"Sid":"(\w+)"/g)].map(([, sid]) => sid);
    expect(sids.slice(3)).toEqual(["ServerAccessLogs", "Inventory", "ServerAccessLogs2", "Inventory2"]);
    const [logging] = Object.values(json.resources("aws_s3_bucket_logging"));
    expect(logging).toMatchObject({
      target_prefix: "one/",
      target_object_key_format: { partitioned_prefix: { partition_date_source: "EventTime" } },
      depends_on: [
        expect.stringContaining("aws_s3_bucket_policy.one"),
        expect.stringContaining("logs_policy"),
      ],
    });
  });

  it("are in the region of what they are about", () => {
    const target = { bucketName: "logs", bucketArn: "arn:aws:s3:::logs", region: "eu-west-1" };
    const destination = { bucket: target };
    const reports = { accessLogs: { target, prefix: "x/" }, inventories: { all: { destination } } };
    expect(() => withBucket({ ...reports, analytics: { some: { destination }, shown: {} } })).toThrow(
      `invalid configuration at 'test/b':
  - the target of accessLogs must be in the bucket's region eu-central-1, got eu-west-1
  - the target of inventories 'all' must be in the bucket's region eu-central-1, got eu-west-1
  - the target of analytics 'some' must be in the bucket's region eu-central-1, got eu-west-1`,
    );
    const near = { ...target, region: "eu-central-1" };
    withBucket({ accessLogs: { target: near, prefix: "x/" } });
  });

  it("fails on a bucket that logs into itself, and on a prefix without a slash", () => {
    const target = { bucketName: "example-b", bucketArn: "arn:aws:s3:::example-b" };
    expect(() => withBucket({ accessLogs: { target, prefix: "x" } })).toThrow(
      /must end in a slash.*\n.*logs of logs would never end/,
    );
  });
});
