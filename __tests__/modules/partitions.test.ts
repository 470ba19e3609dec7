import { eventsRoleTrust, topicStatements } from "../../modules/audit";
import { githubTrust, irsaTrust, passRoleStatement, type Statement, serviceTrust } from "../../modules/iam";
import { type KeyPolicyProps, keyPolicy, SERVICES, type ServiceName } from "../../modules/kms";
import { keyType } from "../../modules/kms/key-type";
import { serviceTraits } from "../../modules/kms/policy/service-principals";
import { partitionOfRegion } from "../../modules/partitions";
import { LOG_SOURCES, type LogSourceName, logSourceStatements } from "../../modules/s3/logs/log-sources";
import { TEST_PARTITIONS } from "../helpers/stacks/partitions";

const PARTITIONED = TEST_PARTITIONS.map((where) => [where.partition, where] as const);

/** Services whose principals are not called as everywhere, by partition. */
const OTHERWISE: Readonly<Record<string, readonly string[]>> = {
  "aws-cn": ["codedeploy", "elasticmapreduce", "logs"],
  "aws-iso": ["cloudhsm", "config", "logs", "workspaces"],
  "aws-iso-b": ["dms", "logs"],
};

describe.each(PARTITIONED)("in %s", (partition, { samlAudience: _, logs, ...env }) => {
  const named = (service: string) =>
    `${service}.${OTHERWISE[partition]?.includes(service) ? env.dnsSuffix : "amazonaws.com"}`;
  const principalsOf = (statements: readonly Statement[]) =>
    statements.flatMap(({ principals }) =>
      typeof principals === "object" ? (principals.service ?? []) : [],
    );
  const arnsIn = (data: unknown) => [...new Set(JSON.stringify(data).match(/arn:[a-z-]*/g) ?? [])];

  it("regions tell it", () => {
    expect(partitionOfRegion(env.region)).toBe(partition);
  });

  it("keys are used through services under the same name as everywhere", () => {
    const users = { principals: [`arn:${partition}:iam::111122223333:role/app`], viaServices: ["s3"] };
    const [, statement] = keyPolicy({ env, users });
    expect(statement?.conditions?.StringEquals).toEqual({
      "kms:ViaService": [`s3.${env.region}.amazonaws.com`],
    });
  });

  it.each(Object.keys(SERVICES) as ServiceName[])("%s uses a key under its own name", (service) => {
    const { sourceService, kind, region = env.region } = serviceTraits(service);
    const account = ["s3", "route53"].includes(sourceService) ? ":" : `${env.region}:${env.accountId}`;
    const use: KeyPolicyProps = {
      env: { ...env, region },
      services: [
        { service, sourceArns: [`arn:${partition}:${sourceService}:${account}:x`], reason: "a test" },
      ],
    };
    const key =
      kind === "signing" ? keyType({ keySpec: "ECC_NIST_P256", keyUsage: "SIGN_VERIFY" }) : keyType({});
    const statements = keyPolicy(use, key).slice(1);
    const names: Readonly<Partial<Record<ServiceName, string>>> = {
      cloudTrail: named("cloudtrail"),
      cloudWatchAlarms: named("cloudwatch"),
      cloudWatchLogs: logs,
      config: named("config"),
      eventBridgeToQueues: named("events"),
      eventBridgeToTopics: named("events"),
      guardDuty: named("guardduty"),
      logDelivery: named("delivery.logs"),
      route53Dnssec: named("dnssec-route53"),
      s3Inventory: named("s3"),
      s3Notifications: named("s3"),
      s3NotificationsToQueues: named("s3"),
      sns: named("sns"),
    };
    expect(new Set(principalsOf(statements))).toEqual(new Set([names[service]]));
    expect(arnsIn(statements)).toEqual([`arn:${partition}`]);
  });

  it.each(Object.keys(LOG_SOURCES) as LogSourceName[])("%s writes logs under its own name", (service) => {
    const bucketArn = `arn:${partition}:s3:::logs`;
    const statements = logSourceStatements(bucketArn, env, { service });
    expect(principalsOf(statements).filter((name) => !name.endsWith(".amazonaws.com"))).toEqual([]);
    expect(arnsIn(statements)).toEqual([`arn:${partition}`]);
  });

  it("alarms and EventBridge publish under the same names as everywhere", () => {
    const statements = topicStatements(
      env,
      `arn:${partition}:sns:${env.region}:${env.accountId}:alerts`,
      "a test",
    );
    expect(principalsOf([...statements, eventsRoleTrust(env)])).toEqual([
      "cloudwatch.amazonaws.com",
      "events.amazonaws.com",
      "events.amazonaws.com",
    ]);
    expect(arnsIn(statements)).toEqual([`arn:${partition}`]);
  });

  it.each(["ec2", "lambda", "codedeploy", "config", "dms", "workspaces", "elasticmapreduce"])(
    "%s is trusted, and passed to, under its own name",
    (service) => {
      expect(principalsOf([serviceTrust(service, env)])).toEqual([named(service)]);
      expect(principalsOf([serviceTrust(`${service}.${env.dnsSuffix}`, env)])).toEqual([named(service)]);
      const role = `arn:${partition}:iam::111122223333:role/r`;
      expect(passRoleStatement([role], [service], env).conditions).toEqual({
        StringEquals: { "iam:PassedToService": [named(service)] },
      });
    },
  );

  it("tokens of GitHub and EKS have the same audience as everywhere, or the one that is given", () => {
    const providerArn = `arn:${partition}:iam::111122223333:oidc-provider/x`;
    const github = { providerArn, subjects: ["repo:acme/app:ref:refs/heads/main"] };
    const eks = { providerArn, issuer: "x", serviceAccounts: ["ns/app"] };
    const audiences = (statement: Statement) =>
      Object.entries(statement.conditions?.StringEquals ?? {}).find(([key]) => key.endsWith(":aud"))?.[1];
    for (const trust of [githubTrust(github), irsaTrust(eks)])
      expect(audiences(trust)).toEqual(["sts.amazonaws.com"]);
    const audience = "sts.amazonaws.com.cn";
    for (const trust of [githubTrust({ ...github, audience }), irsaTrust({ ...eks, audience })])
      expect(audiences(trust)).toEqual([audience]);
  });

  it("patterns of principals stay in their own account, where Terraform knows that, too", () => {
    const account = (arn: string) => keyPolicy({ env, users: [arn] }).map(({ principals }) => principals)[1];
    const set = (arn: string) => `${arn}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Keys_*`;
    for (const arn of [
      `arn:${partition}:iam::111122223333`,
      "arn:${TfToken[TOKEN.1]}:iam::${TfToken[TOKEN.2]}",
    ])
      expect(account(set(arn))).toEqual({ aws: [`${arn}:root`] });
  });
});
