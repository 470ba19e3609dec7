import {
  auditKeyUses,
  logGroupArn,
  logsRoleStatements,
  logsRoleTrust,
  topicArn,
  topicStatements,
  trailArn,
} from "../../../modules/audit";
import { policyFindings, policyProblems } from "../../../modules/iam";
import { keyPolicy } from "../../../modules/kms";
import { ENVIRONMENT as env } from "../../helpers/processes/environment";

const TRAIL = "arn:aws:cloudtrail:eu-central-1:111122223333:trail/audit";
const TOPIC = "arn:aws:sns:eu-central-1:111122223333:alerts";

describe("ARNs", () => {
  it("are known before the deployment", () => {
    expect(trailArn(env, "audit")).toBe(TRAIL);
    expect(logGroupArn(env, "/audit")).toBe("arn:aws:logs:eu-central-1:111122223333:log-group:/audit");
    expect(topicArn(env, "alerts")).toBe(TOPIC);
  });
});

describe("the role for CloudWatch Logs", () => {
  it("fills the streams of its account and region in one log group", () => {
    expect(logsRoleStatements(env, "/audit")).toEqual([
      {
        sid: "WriteTrailToLogGroup",
        actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
        resources: [
          "arn:aws:logs:eu-central-1:111122223333:log-group:/audit:log-stream:111122223333_CloudTrail_eu-central-1*",
        ],
      },
    ]);
  });

  it("is CloudTrail's, and says why no condition bounds it", () => {
    expect(logsRoleTrust(env)).toMatchObject({
      principals: { service: ["cloudtrail.amazonaws.com"] },
      actions: ["sts:AssumeRole"],
      reason: expect.stringContaining("does not support"),
    });
  });
});

describe("topicStatements", () => {
  it("let alarms of the account publish, and nobody without TLS", () => {
    expect(topicStatements(env, TOPIC)).toEqual([
      {
        sid: "PublishAlarms",
        principals: { service: ["cloudwatch.amazonaws.com"] },
        actions: ["sns:Publish"],
        resources: [TOPIC],
        conditions: {
          StringEquals: { "aws:SourceAccount": "111122223333" },
          ArnLike: { "aws:SourceArn": "arn:aws:cloudwatch:eu-central-1:111122223333:alarm:*" },
        },
      },
      {
        sid: "DenyPlainHttp",
        effect: "Deny",
        principals: "*",
        actions: ["sns:Publish"],
        resources: [TOPIC],
        conditions: { Bool: { "aws:SecureTransport": "false" } },
      },
    ]);
  });

  it("let EventBridge in its own name for a reason only", () => {
    expect(topicStatements(env, TOPIC, "a test")[1]).toEqual({
      sid: "PublishEvents",
      principals: { service: ["events.amazonaws.com"] },
      actions: ["sns:Publish"],
      resources: [TOPIC],
      reason: "a test",
    });
  });

  it("are a sound policy for a topic", () => {
    const statements = topicStatements(env, TOPIC);
    expect([...policyProblems("topic", statements), ...policyFindings("topic", statements)]).toEqual([]);
  });
});

describe("auditKeyUses", () => {
  const sids = (props: Omit<Parameters<typeof auditKeyUses>[0], "env">) =>
    keyPolicy({ env, ...auditKeyUses({ env, ...props }) })
      .slice(1)
      .map(({ sid }) => sid);

  it("has a statement for what is named, and for nothing else", () => {
    expect(sids({})).toEqual([]);
    expect(sids({ trailName: "audit" })).toEqual(["CloudTrail", "CloudTrailDescribe", "CloudTrailBucketKey"]);
    expect(sids({ logGroupName: "/audit" })).toEqual(["CloudWatchLogs"]);
    expect(sids({ topicName: "alerts" })).toEqual(["CloudWatchAlarms", "EventsToTopic"]);
  });

  it("binds each service by what it is about, and EventBridge by its role and the topic", () => {
    const all = { env, trailName: "audit", logGroupName: "/audit", topicName: "alerts" };
    expect(auditKeyUses(all)).toEqual({
      services: [
        { service: "cloudTrail", sourceArns: [TRAIL] },
        {
          service: "cloudWatchLogs",
          sourceArns: ["arn:aws:logs:eu-central-1:111122223333:log-group:/audit"],
        },
        { service: "cloudWatchAlarms" },
      ],
      extra: [
        {
          sid: "EventsToTopic",
          principals: { aws: ["arn:aws:iam::111122223333:root"] },
          actions: ["kms:Decrypt", "kms:GenerateDataKey"],
          resources: ["*"],
          conditions: {
            ArnEquals: { "aws:PrincipalArn": ["arn:aws:iam::111122223333:role/alerts-events"] },
            StringEquals: {
              "kms:ViaService": "sns.eu-central-1.amazonaws.com",
              "kms:EncryptionContext:aws:sns:topicArn": TOPIC,
            },
          },
        },
      ],
    });
  });
});
