import { Fn } from "cdktf";
import { auditKeyUses, Trail, type TrailProps, trailArn } from "../../../modules/audit";
import { Key } from "../../../modules/kms";
import { Bucket } from "../../../modules/s3";
import { ENVIRONMENT as env } from "../../helpers/processes/environment";
import { type Synthesized, statementsOf, synth } from "../../helpers/stacks/synth";

const BUCKET = { bucketName: "trail-bucket", bucketArn: "arn:aws:s3:::trail-bucket" };
const KEY = { keyArn: "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab" };

const withTrail = (props: Partial<TrailProps> = {}) =>
  synth((stack) => {
    new Trail(stack, "trail", { name: "audit", env, bucket: BUCKET, key: KEY, ...props });
  });
const trailOf = (props: Partial<TrailProps> = {}) => withTrail(props).resource("aws_cloudtrail");
const MANAGEMENT = {
  name: "Management events",
  field_selector: [{ field: "eventCategory", equals: ["Management"] }],
};

describe("Trail", () => {
  it("records every management event of every region, KMS included, encrypted and with digests", () => {
    expect(trailOf()).toMatchObject({
      name: "audit",
      s3_bucket_name: "trail-bucket",
      kms_key_id: KEY.keyArn,
      is_multi_region_trail: true,
      include_global_service_events: true,
      enable_log_file_validation: true,
      enable_logging: true,
      advanced_event_selector: [MANAGEMENT],
      lifecycle: { prevent_destroy: true },
    });
    expect(JSON.stringify(trailOf())).not.toMatch(
      /eventSource|kms\.amazonaws\.com|read_write|event_selector":\[\]/,
    );
  });

  it("records calls on objects, bucket by bucket", () => {
    const { advanced_event_selector } = trailOf({
      dataEvents: [
        { bucketArn: "arn:aws:s3:::backups", prefixes: ["etcd/", "step-ca/"], readWriteType: "WriteOnly" },
        { bucketArn: "arn:aws:s3:::reports" },
      ],
    });
    const data = (resources: string[], more: object[] = []) => [
      { field: "eventCategory", equals: ["Data"] },
      { field: "resources.type", equals: ["AWS::S3::Object"] },
      { field: "resources.ARN", starts_with: resources },
      ...more,
    ];
    expect(advanced_event_selector).toEqual([
      MANAGEMENT,
      {
        name: "Objects 1",
        field_selector: data(
          ["arn:aws:s3:::backups/etcd/", "arn:aws:s3:::backups/step-ca/"],
          [{ field: "readOnly", equals: ["false"] }],
        ),
      },
      { name: "Objects 2", field_selector: data(["arn:aws:s3:::reports/"]) },
    ]);
  });

  it("copies to an encrypted log group with a role that can do no more", () => {
    const json = withTrail({ logs: { name: "/audit/trail", retentionInDays: 90 }, tags: { a: "b" } });
    expect(json.resource("aws_cloudwatch_log_group")).toMatchObject({
      name: "/audit/trail",
      kms_key_id: KEY.keyArn,
      retention_in_days: 90,
      tags: { a: "b" },
      lifecycle: { prevent_destroy: true },
    });
    expect(json.resource("aws_cloudtrail")).toMatchObject({
      cloud_watch_logs_group_arn: expect.stringMatching(/^\$\{aws_cloudwatch_log_group\.[^}]+\.arn\}:\*$/),
      cloud_watch_logs_role_arn: expect.stringMatching(/^\$\{aws_iam_role\.[^}]+\.arn\}$/),
      tags: { a: "b" },
    });
    const role = json.resource("aws_iam_role");
    expect(role).toMatchObject({ name: "audit-logs" });
    expect(role["//"]).toMatchObject({ relaxations: [{ what: "statement TrustService" }] });
    const { policy } = json.resource("aws_iam_role_policy");
    expect(statementsOf(String(policy)).map(({ Action }) => Action)).toEqual([
      ["logs:CreateLogStream", "logs:PutLogEvents"],
    ]);
  });

  it("waits for the policy of the role, without which CloudTrail refuses it", () => {
    const json = withTrail({ logs: { name: "/audit" } });
    expect(json.resource("aws_cloudtrail").depends_on).toEqual([
      expect.stringMatching(/^aws_iam_role_policy\./),
    ]);
    expect(json.resource("aws_cloudwatch_log_group")).toMatchObject({ retention_in_days: 365 });
  });

  const inApp = (props: Partial<TrailProps> = {}) =>
    synth((stack) => {
      const policy = { env, ...auditKeyUses({ env, trailName: "audit" }) };
      const key = new Key(stack, "key", { description: "x", policy });
      const bucket = new Bucket(stack, "bucket", {
        name: "trail-bucket",
        key,
        env,
        logSources: [{ service: "cloudTrail", sourceArns: [trailArn(env, "audit")] }],
      });
      new Trail(stack, "trail", { name: "audit", env, bucket, key, ...props });
    });

  it("is let in by a bucket of the same app, once, where it writes, and waits for its policy", () => {
    const json = inApp();
    expect(json.resource("aws_cloudtrail").depends_on).toEqual([
      `aws_s3_bucket_policy.${Object.keys(json.resources("aws_s3_bucket_policy"))[0]}`,
    ]);
    const writes = (synthesized: Synthesized) =>
      statementsOf(String(synthesized.resource("aws_s3_bucket_policy").policy))
        .filter(({ Sid }) => /^CloudTrail\d*$/.test(Sid))
        .flatMap(({ Resource }) => String(Resource).split(".arn}"))
        .filter((part) => !part.startsWith("$"));
    expect(writes(json)).toEqual([`/AWSLogs/${env.accountId}/*`]);
    expect(writes(inApp({ prefix: "trail" }))).toContain(`/trail/AWSLogs/${env.accountId}/*`);
  });

  it("fails on a key that does not let it in, or is not the bucket's", () => {
    expect(() =>
      synth((stack) => {
        const key = new Key(stack, "key", { description: "x", policy: { env } });
        new Trail(stack, "trail", { name: "audit", env, bucket: BUCKET, key, logs: { name: "/audit" } });
      }),
    ).toThrow(
      /let cloudTrail for arn:\S+:trail\/audit use the key.*\n.*let cloudWatchLogs for arn:\S+:\/audit use the key/,
    );
    expect(() => inApp({ key: KEY })).toThrow("the target of CloudTrail refuses their key");
  });

  it("gives up a default only for a reason, which stays in the metadata", () => {
    const trail = trailOf({
      multiRegion: { off: "one" },
      logFileValidation: { off: "two" },
      logging: { off: "three" },
      preventDestroy: { off: "four" },
    });
    expect(trail).toMatchObject({
      is_multi_region_trail: false,
      enable_log_file_validation: false,
      enable_logging: false,
      lifecycle: { prevent_destroy: false },
    });
    expect(trail["//"]).toMatchObject({
      relaxations: [
        { what: "multiRegion", reason: "one" },
        { what: "logFileValidation", reason: "two" },
        { what: "logging", reason: "three" },
        { what: "preventDestroy", reason: "four" },
      ],
    });
  });

  it("takes names that only Terraform knows", () => {
    expect(trailOf({ name: Fn.lower("X"), prefix: Fn.lower("/") })).toMatchObject({
      name: '${lower("X")}',
      s3_key_prefix: '${lower("/")}',
    });
  });

  it("fails with every problem at once", () => {
    const bad: Partial<TrailProps> = {
      name: "-audit",
      prefix: "a/",
      dataEvents: [
        { bucketArn: "arn:aws:s3:::trail-bucket" },
        { bucketArn: "backups", prefixes: ["/etcd"] },
        { bucketArn: "backups" },
      ],
      logs: { name: "a b", roleName: "a b", retentionInDays: 100 as 90 },
      multiRegion: { off: " " },
    };
    expect(() => withTrail(bad)).toThrow(
      `invalid configuration at 'test/trail':
  - name must begin and end with a letter or digit, got '-audit'
  - prefix must not begin or end with '/', got 'a/'
  - bucketArn of dataEvents must be the ARN of a bucket, got 'backups'
  - prefixes of 'backups' must not begin with '/', got '/etcd'
  - bucketArn of dataEvents must be the ARN of a bucket, got 'backups'
  - dataEvents must name a bucket once, got 'backups' more than once
  - dataEvents must not name the trail's own bucket: each delivery would be recorded, and delivered, in turn
  - logs.name must be letters, digits, '.', '_', '/', '#' and '-', got 'a b'
  - logs.roleName must be letters, digits and +=,.@_-, got 'a b'
  - logs.retentionInDays must be one of 1, 3, 5,`,
    );
    expect(() => withTrail(bad)).toThrow("multiRegion needs a reason, got an empty one");
  });

  it.each([
    ["ab", "the length of name must be a whole number from 3 to 128, got 2"],
    ["x".repeat(129), "the length of name must be a whole number from 3 to 128, got 129"],
    ["au dit", "name must be letters, digits, '.', '_' and '-', got 'au dit'"],
    ["audit.", "name must begin and end with a letter or digit, got 'audit.'"],
    ["my--audit", "name must not have two of '.', '_' and '-' in a row, got 'my--audit'"],
    ["192.168.5.4", "name must not look like an IP address, got '192.168.5.4'"],
  ])("fails on the name %s", (name, problem) => {
    expect(() => withTrail({ name })).toThrow(`'test/trail':\n  - ${problem}`);
  });

  it("fails on more selector values than AWS takes, and takes as many", () => {
    const prefixes = (count: number) =>
      Array.from({ length: count }, (_, index) => `p${index}/`) as [string, ...string[]];
    const dataEvents = (count: number) => [{ bucketArn: "arn:aws:s3:::b", prefixes: prefixes(count) }];
    expect(() => withTrail({ dataEvents: dataEvents(497) })).not.toThrow();
    expect(() => withTrail({ dataEvents: dataEvents(498) })).toThrow(
      "dataEvents must come to a whole number from 1 to 500 of selector values, got 501",
    );
  });
});
