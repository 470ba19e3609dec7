import { readFileSync } from "node:fs";
import { join } from "node:path";
import { estimate } from "../../../../scripts/core/cost/estimate";
import { pricing } from "../../../../scripts/core/cost/prices";
import { profileOf } from "../../../../scripts/core/cost/profile/parse";
import { readSynthesis } from "../../../../scripts/core/cost/synthesis/read";
import { amounts, bucket, costOf, KEY, replication, together } from "../../../helpers/stacks/cost-stack";

/** As many backups of 1 GiB as days: what is stored in GiB is the number of days. */
const ONE_GIB_A_DAY = { backupSize: "1GiB", backupsPerDay: 1 };
const MONTH = 730 / 24;

describe("keys", () => {
  it("cost one dollar each, replicas too", () => {
    const { totalUsd } = costOf({
      aws_kms_key: { a: KEY, b: {} },
      aws_kms_replica_key: { c: { primary_key_arn: "${aws_kms_key.a.arn}", region: "eu-west-1" } },
    });
    expect(totalUsd).toBe(3);
  });

  it.each([
    [0, 1],
    [1, 2],
    [2, 3],
    [9, 3],
  ])("with %d rotations cost %d dollars: AWS bills two", (keyRotations, usd) => {
    expect(costOf({ aws_kms_key: { a: KEY } }, { keyRotations }).totalUsd).toBe(usd);
  });

  it("that do not rotate have no versions, and replicas have those of their primary", () => {
    const key = { ...KEY, enable_key_rotation: false };
    const replica = { primary_key_arn: "${aws_kms_key.a.arn}", region: "eu-west-1" };
    expect(costOf({ aws_kms_key: { a: key } }, { keyRotations: 2 }).totalUsd).toBe(1);
    const both = { aws_kms_key: { a: KEY }, aws_kms_replica_key: { c: replica } };
    expect(costOf(both, { keyRotations: 1 }).totalUsd).toBe(4);
  });

  it.each([
    ["SYMMETRIC_DEFAULT", 0.03],
    ["HMAC_256", 0.03],
    ["RSA_2048", 0.03],
    ["RSA_4096", 0.15],
    ["ECC_NIST_P256", 0.15],
  ])("of kind %s cost %d dollars for 10,000 requests", (customer_master_key_spec, usd) => {
    const { totalUsd } = costOf(
      { aws_kms_key: { a: { customer_master_key_spec } } },
      { kmsRequestsPerMonth: 10_000 },
    );
    expect(totalUsd).toBeCloseTo(1 + usd, 10);
  });

  it("of trails, logs and topics get no requests of programs", () => {
    const trail = { kms_key_id: "${aws_kms_key.a.arn}" };
    const found = costOf(
      { aws_kms_key: { a: KEY }, aws_cloudtrail: { t: trail } },
      { kmsRequestsPerMonth: 1e6 },
    );
    expect(amounts(found)).toEqual({ "aws_kms_key.a: key": 1 });
  });
});

describe("versions in steady state", () => {
  const stored = (props: Parameters<typeof bucket>[1]) =>
    Object.fromEntries(
      costOf(bucket("b", props), ONE_GIB_A_DAY)
        .items.filter(({ unit }) => unit === "GiB-month")
        .map(({ what, quantity }) => [what, Math.round(quantity * 100) / 100]),
    );

  it("are as many days of current and noncurrent ones as the rules say", () => {
    expect(stored({ days: 90, noncurrentDays: 30 })).toEqual({
      "backups, current versions": 90,
      "backups, noncurrent versions": 30,
    });
  });

  it("stay as long as object lock holds them", () => {
    expect(stored({ days: 30, noncurrentDays: 1, lockDays: 365 })).toEqual({
      "backups, current versions": 30,
      "backups, noncurrent versions": 335,
    });
    expect(stored({ days: 90, noncurrentDays: 30, lockDays: 30 })).toMatchObject({
      "backups, noncurrent versions": 30,
    });
  });

  it("are in the storage class that transitions say, noncurrent ones in the last", () => {
    const transitions = [
      { days: 60, storage_class: "GLACIER" },
      { days: 30, storage_class: "STANDARD_IA" },
      { days: 400, storage_class: "DEEP_ARCHIVE" },
    ];
    expect(stored({ days: 90, noncurrentDays: 10, transitions })).toEqual({
      "backups, current versions": 30,
      "backups, current versions, STANDARD_IA": 30,
      "backups, current versions, GLACIER": 30,
      "backups, noncurrent versions, GLACIER": 10,
    });
    const { "aws_s3_bucket.b: backups that move to GLACIER": moved } = amounts(
      costOf(bucket("b", { days: 90, transitions }), ONE_GIB_A_DAY),
    );
    expect(moved).toBeCloseTo((MONTH * 2 * 0.03) / 1000, 10);
  });

  it("without an end for noncurrent ones are told, because nobody can count them", () => {
    expect(costOf(bucket("b", { days: 90 }), ONE_GIB_A_DAY).notCounted).toEqual([
      "aws_s3_bucket.b: noncurrent versions under 'etcd/', which no rule removes, so that they become more every month",
    ]);
  });
});

describe("requests", () => {
  it("of a backup are its parts, their beginning and end, and the manifest", () => {
    const { items } = costOf(bucket("b", { days: 90, noncurrentDays: 1 }), {
      backupSize: "12MiB",
      restoresPerMonth: 3,
    });
    const quantity = (what: string) => items.find((item) => item.what === what)?.quantity;
    expect(quantity("requests that write backups")).toBeCloseTo(MONTH * (3 + 2 + 1), 10); // three parts of 5 MiB
    expect(quantity("requests that read backups")).toBe(3 * (3 + 1)); // three ranges of 4 MiB
    expect(quantity("requests that list backups")).toBe(3);
    expect(quantity("data keys of backups, made and opened")).toBeCloseTo(MONTH + 3, 10);
  });

  it.each([
    [true, MONTH],
    [false, MONTH * 2],
  ])("of S3 to KMS are told with and without a bucket key (%p)", (bucketKey, billed) => {
    const found = costOf(bucket("b", { days: 9, noncurrentDays: 1, bucketKey }), { backupSize: "1MiB" });
    const item = found.items.find(({ what }) => what === "requests of S3 to KMS");
    expect(item?.quantity).toBeCloseTo(billed, 10);
    expect(found.bucketKeys).toEqual([
      expect.objectContaining({
        on: bucketKey,
        requestsWith: expect.closeTo(MONTH, 10),
        requestsWithout: expect.closeTo(MONTH * 2, 10),
        usdWithout: expect.closeTo((MONTH * 2 * 0.03) / 10_000, 10),
      }),
    ]);
  });

  it("of a bucket of other data are those of the profile, and a bucket key leaves one in a hundred for KMS", () => {
    const usage = {
      storedSize: "10GiB",
      writesPerMonth: 1e6,
      readsPerMonth: 1e6,
      overwrittenPerMonth: "1GiB",
    };
    const found = costOf(bucket("b", { noncurrentDays: 60, prefix: "" }), usage);
    expect(amounts(found)).toEqual({
      "aws_s3_bucket.b: stored data": expect.closeTo(0.23, 10),
      "aws_s3_bucket.b: noncurrent versions, 60 days": expect.closeTo((0.023 * 60) / MONTH, 10),
      "aws_s3_bucket.b: requests that write objects": expect.closeTo(5, 10),
      "aws_s3_bucket.b: requests that read objects": expect.closeTo(0.4, 10),
      "aws_s3_bucket.b: requests of S3 to KMS": expect.closeTo((20_000 * 0.03) / 10_000, 10),
    });
    expect(found.bucketKeys[0]?.usdWithout).toBeCloseTo(6, 10);
  });
});

describe("replication", () => {
  const usage = { ...ONE_GIB_A_DAY };
  const pair = (region: string, destination = {}) =>
    costOf(
      together(
        bucket("a", { days: 90, noncurrentDays: 30 }),
        bucket("b", { days: 10, noncurrentDays: 5, region }),
        replication("a", "b", destination),
      ),
      usage,
    );

  it("costs traffic and requests, and storage by the rules of the target, at its prices", () => {
    const found = amounts(pair("eu-central-1"));
    expect(found).toMatchObject({
      "aws_s3_bucket.a: traffic of replication": expect.closeTo(MONTH * 0.02, 3),
      "aws_s3_bucket.b: copies, current versions": expect.closeTo(10 * 0.0245, 3),
      "aws_s3_bucket.b: copies, noncurrent versions": expect.closeTo(5 * 0.0245, 3),
      "aws_s3_bucket.b: requests that write copies": expect.closeTo((MONTH * 2 * 0.0054) / 1000, 10),
      "aws_s3_bucket.b: requests to KMS for replication": expect.closeTo((MONTH * 2 * 0.03) / 10_000, 10),
    });
    expect(found).not.toHaveProperty(["aws_s3_bucket.b: requests that write backups"]);
  });

  it("within a region has no traffic", () => {
    expect(amounts(pair("us-east-1"))).not.toHaveProperty(["aws_s3_bucket.a: traffic of replication"]);
  });

  it("in time costs by the GiB, and four metrics a rule", () => {
    expect(amounts(pair("eu-west-1", { replication_time: { status: "Enabled" } }))).toMatchObject({
      "aws_s3_bucket.a: replication time control": expect.closeTo(MONTH * 0.015, 3),
      "aws_s3_bucket.a: metrics of replication": expect.closeTo(1.2, 10),
    });
  });

  it("both ways leaves each bucket its own data, and the copies of the other", () => {
    const two = together(
      bucket("a", { prefix: "" }),
      bucket("b", { prefix: "", region: "eu-central-1" }),
      replication("a", "b"),
      replication("b", "a"),
    );
    expect(amounts(costOf(two, { storedSize: "100GiB" }))).toEqual({
      "aws_s3_bucket.a: stored data": expect.closeTo(2.3, 10),
      "aws_s3_bucket.b: stored data": expect.closeTo(2.45, 10),
      "aws_s3_bucket.b: copies of data": expect.closeTo(2.45, 10),
      "aws_s3_bucket.a: copies of data": expect.closeTo(2.3, 10),
    });
  });

  it("to a bucket of another stack is told, with its traffic", () => {
    const found = costOf(
      together(bucket("a", { days: 90, noncurrentDays: 1 }), replication("a", "elsewhere")),
      usage,
    );
    expect(amounts(found)).toHaveProperty(["aws_s3_bucket.a: traffic of replication"]);
    expect(found.notCounted).toEqual([expect.stringContaining("which the owner of the other bucket pays")]);
  });
});

describe("audit", () => {
  const selector = (category: string) => ({
    field_selector: [{ field: "eventCategory", equals: [category] }],
  });
  const trail = (categories: readonly string[]) => ({
    ...together(bucket("logs", { days: 365, noncurrentDays: 0 }), bucket("b", { prefix: "" })),
    aws_cloudtrail: {
      t: {
        s3_bucket_name: "${aws_s3_bucket.logs.bucket}",
        cloud_watch_logs_group_arn: "${aws_cloudwatch_log_group.g.arn}:*",
        advanced_event_selector: categories.map(selector),
      },
    },
    aws_cloudwatch_log_group: { g: { retention_in_days: 73 } },
  });
  const usage = { managementEventsPerMonth: 1024 ** 2, eventSize: "1KiB", readsPerMonth: 100_000 };

  it("has the first copy of management events for nothing, logs and their files at their size", () => {
    const found = amounts(costOf(trail(["Management"]), usage));
    expect(found).not.toHaveProperty([
      "aws_cloudtrail.t: management events, where another trail has the free copy",
    ]);
    expect(found).toMatchObject({
      "aws_cloudtrail.t: log group: what comes in": expect.closeTo(0.5, 10),
      "aws_cloudtrail.t: log group: what is kept 73 days": expect.closeTo(2.4 * 0.03, 10),
      "aws_s3_bucket.logs: log files, 365 days, as if they were not compressed": expect.closeTo(
        12 * 0.023,
        10,
      ),
      "aws_s3_bucket.logs: log files that are written": expect.closeTo((13 * 730 * 0.005) / 1000, 10),
    });
  });

  it("costs two dollars for 100,000 events where another trail has the free copy", () => {
    const found = amounts(costOf(trail(["Management"]), { ...usage, firstTrail: false }));
    expect(found["aws_cloudtrail.t: management events, where another trail has the free copy"]).toBeCloseTo(
      20.97152,
      8,
    );
  });

  it("costs a tenth of a dollar for 100,000 events on objects", () => {
    expect(
      amounts(costOf(trail(["Management", "Data"]), usage))["aws_cloudtrail.t: events on objects"],
    ).toBeCloseTo(0.1, 10);
    expect(amounts(costOf(trail(["Management"]), usage))).not.toHaveProperty([
      "aws_cloudtrail.t: events on objects",
    ]);
  });

  it("counts alarms, metrics that are always reported, each once, and messages", () => {
    const filter = { metric_transformation: { name: "x", default_value: "0" } };
    const found = costOf(
      {
        aws_cloudwatch_metric_alarm: { a: {}, b: {}, c: {} },
        aws_cloudwatch_log_metric_filter: {
          a: filter,
          "a-2": filter,
          b: { metric_transformation: { name: "y" } },
        },
        aws_sns_topic: { t: {} },
        aws_sns_topic_subscription: { e: { topic_arn: "${aws_sns_topic.t.arn}", protocol: "email" } },
      },
      { alertsPerMonth: 100_000 },
    );
    expect(amounts(found)).toEqual({
      "aws_cloudwatch_metric_alarm: alarms": expect.closeTo(0.3, 10),
      "aws_cloudwatch_log_metric_filter: metrics of alerts": expect.closeTo(0.3, 10),
      "aws_sns_topic.t: alerts that are published": expect.closeTo(0.05, 10),
      "aws_sns_topic.t: alerts by e-mail": expect.closeTo(2, 10),
    });
  });
});

describe("tables, snapshots and jobs", () => {
  const usage = { tableSize: "10GiB", tableWritesPerMonth: 1e6, tableReadsPerMonth: 2e6 };

  it("cost by size and requests, with recovery where it is on", () => {
    const table = { point_in_time_recovery: [{ enabled: true }] };
    expect(costOf({ aws_dynamodb_table: { t: table } }, usage).totalUsd).toBeCloseTo(
      2.5 + 2 + 0.625 + 0.25,
      10,
    );
  });

  it("of several regions cost in each of them, and writes in all", () => {
    const table = { replica: [{ region_name: "eu-central-1" }] };
    const found = costOf({ aws_dynamodb_table: { t: table } }, usage);
    expect(found.items.map(({ region, price }) => `${region} ${price}`)).toEqual([
      "us-east-1 dynamodb.storage",
      "us-east-1 dynamodb.replicatedWrites",
      "us-east-1 dynamodb.reads",
      "eu-central-1 dynamodb.storage",
      "eu-central-1 dynamodb.reads",
    ]);
    expect(found.notCounted).toEqual([
      "writes, which every region gets: the table has no price 'dynamodb.replicatedWrites' for eu-central-1; it is 0.625 in us-east-1, for 1,000,000 request units",
    ]);
  });

  it("that are only in the profile are counted", () => {
    const usage = { ebsSnapshotSize: "100GiB", rdsSnapshotSize: "100GiB", batchJobs: 2, batchObjects: 1e6 };
    expect(costOf({}, usage).totalUsd).toBeCloseTo(5 + 9.5 + 0.5 + 1, 10);
  });
});

describe("an estimate", () => {
  it("of the default stack is what its lines add up to", () => {
    const text = readFileSync(join(__dirname, "../../../golden/etcd-ca-backup.json"), "utf8");
    const found = estimate(readSynthesis(text, "golden", "etcd-ca-backup"), profileOf({}), pricing());
    // A key; 64 MiB under each of two prefixes every day, 120 days; 16 requests for each; two restores of 17 requests.
    const storage = ((2 * (64 * 1024 ** 2 + 2048)) / 1024 ** 3) * 120 * 0.0245;
    const writes = ((MONTH * 2 * (13 + 2 + 1) + 2) * 0.0054) / 1000;
    const reads = (2 * 17 * 0.00043) / 1000;
    const kms = (2 * (MONTH * 2 + 2) * 0.03) / 10_000;
    expect(found.totalUsd).toBeCloseTo(1 + storage + writes + reads + kms, 8);
    expect(found.notCounted).toEqual([]);
    expect(found.items.every(({ monthlyUsd, quantity }) => monthlyUsd > 0 && quantity > 0)).toBe(true);
  });

  it("tells what it knows nothing of", () => {
    expect(costOf({ aws_nat_gateway: { n: {} }, aws_iam_role: { r: {} } }).notCounted).toEqual([
      "aws_nat_gateway: this estimate does not know what it costs",
    ]);
  });

  it("takes the prices of another region where it is asked to, and says so", () => {
    const stack = readSynthesis(
      JSON.stringify({
        terraform: {},
        provider: { aws: [{ region: "ap-south-1" }] },
        resource: { aws_kms_key: { k: KEY } },
      }),
      "x",
      "x",
    );
    expect(estimate(stack, profileOf({}), pricing("us-east-1"))).toMatchObject({
      totalUsd: 1,
      pricedAs: { "ap-south-1": "us-east-1" },
    });
    expect(() => estimate(stack, profileOf({}), pricing())).toThrow("no prices are known of 'ap-south-1'");
  });
});
