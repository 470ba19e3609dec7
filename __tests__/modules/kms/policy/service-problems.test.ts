/** What is refused of services that use a key in their own name. */
import { type KeyPolicyProps, keyPolicy, SERVICES, type ServiceName } from "../../../../modules/kms";
import { keyType } from "../../../../modules/kms/key-type";
import { buildKeyPolicy } from "../../../../modules/kms/policy/build-key-policy";
import { ENVIRONMENT } from "../../../helpers/processes/environment";

const NAMES = Object.keys(SERVICES) as ServiceName[];
const TRAIL = "arn:aws:cloudtrail:eu-central-1:111122223333:trail/main";
const DNSSEC_KEY = keyType({ keySpec: "ECC_NIST_P256", keyUsage: "SIGN_VERIFY" });

const statements = (props: Partial<KeyPolicyProps>, key = keyType({})) =>
  keyPolicy({ env: ENVIRONMENT, ...props }, key).slice(1);
const problems = (props: Partial<KeyPolicyProps>, key = keyType({})) =>
  buildKeyPolicy({ env: ENVIRONMENT, ...props }, key).problems;

describe("services", () => {
  it("take resources of every region, and those that only Terraform knows", () => {
    const sourceArns = [
      "arn:aws:logs:*:111122223333:log-group:a",
      "${TfToken[TOKEN.0]}:*",
      "arn:${TfToken[TOKEN.1]}:logs:eu-central-1:111122223333:log-group:b",
    ];
    const services = [{ service: "cloudWatchLogs", sourceArns, accountId: "${TfToken[TOKEN.2]}" }] as const;
    expect(problems({ services })).toEqual([]);
  });

  it.each<[string, Partial<KeyPolicyProps>, string[], ReturnType<typeof keyType> | null]>([
    [
      "a trail that is not named",
      { services: [{ service: "cloudTrail" }] },
      ["sourceArns of service cloudTrail must name a resource"],
      null,
    ],
    [
      "an empty list",
      { services: [{ service: "sns", reason: "a test", sourceArns: [] }] },
      ["sourceArns of service sns must name a resource"],
      null,
    ],
    [
      "a key that the service cannot use",
      { services: [{ service: "config" }] },
      ["service config takes a key for symmetric encryption, not for signing"],
      DNSSEC_KEY,
    ],
    [
      "DNSSEC outside us-east-1, with a key of another spec",
      { services: [{ service: "route53Dnssec", reason: "a test" }] },
      [
        "service route53Dnssec takes keys of spec ECC_NIST_P256, got RSA_2048",
        "service route53Dnssec takes keys of region us-east-1, got eu-central-1",
      ],
      keyType({ keySpec: "RSA_2048", keyUsage: "SIGN_VERIFY" }),
    ],
    [
      "another service without condition and reason",
      { otherServices: [{ sid: "X", principal: "x.amazonaws.com", actions: ["kms:Decrypt"] }] },
      [
        "service x.amazonaws.com needs conditions that bind it to your resources, or a reason why there are none",
      ],
      null,
    ],
    [
      "another service under a condition that binds it to nobody",
      {
        otherServices: [
          {
            sid: "X",
            principal: "x.amazonaws.com",
            actions: ["kms:Decrypt"],
            conditions: {
              Bool: { "aws:SecureTransport": "true" },
              StringEqualsIfExists: { "aws:SourceAccount": "111122223333" },
              StringLike: { "aws:SourceArn": "*" },
            },
          },
        ],
      },
      [
        "service x.amazonaws.com needs conditions that bind it to your resources, or a reason why there are none",
      ],
      null,
    ],
    [
      "a service that is not in the table",
      { services: [{ service: "lambda" as ServiceName }] },
      [`service must be one of ${NAMES.join(", ")}, got lambda`],
      null,
    ],
    [
      "everybody's log groups",
      { services: [{ service: "cloudWatchLogs", sourceArns: ["*"] }] },
      ["sourceArns of service cloudWatchLogs must be ARNs of logs, each of one account, got '*'"],
      null,
    ],
    [
      "log groups of every account",
      { services: [{ service: "cloudWatchLogs", sourceArns: ["arn:aws:logs:eu-central-1:*:log-group:*"] }] },
      [
        "sourceArns of service cloudWatchLogs must be ARNs of logs, each of one account, got 'arn:aws:logs:eu-central-1:*:log-group:*'",
      ],
      null,
    ],
    [
      "topics of no account",
      { services: [{ service: "eventBridgeToTopics", sourceArns: ["arn:aws:sns:::x"] }] },
      ["sourceArns of service eventBridgeToTopics must name their account, got 'arn:aws:sns:::x'"],
      null,
    ],
    [
      "resources of another service",
      { services: [{ service: "sns", reason: "a test", sourceArns: ["arn:aws:s3:::b"] }] },
      ["sourceArns of service sns must be ARNs of sns, each of one account, got 'arn:aws:s3:::b'"],
      null,
    ],
    [
      "a pattern where it is compared as it is",
      { services: [{ service: "cloudTrail", sourceArns: [`${TRAIL}*`] }] },
      [`sourceArns of service cloudTrail must be without patterns, got '${TRAIL}*'`],
      null,
    ],
    [
      "an account that is none",
      { services: [{ service: "sns", reason: "a test", accountId: "12" }] },
      ["accountId of service sns must be twelve digits, got '12'"],
      null,
    ],
    [
      "a service that is an ARN",
      { otherServices: [{ sid: "X", principal: "arn:aws:x", actions: ["kms:Decrypt"], reason: "y" }] },
      ["principal of 'X' must be a service such as example.amazonaws.com, got 'arn:aws:x'"],
      null,
    ],
  ])("fail on %s", (_, props, expected, key) => {
    expect(problems(props, key ?? keyType({}))).toEqual(expected);
  });

  it("takes another service with a reason, and keeps it", () => {
    const other = { sid: "X", principal: "x.amazonaws.com", actions: ["kms:Decrypt"], reason: "it has none" };
    expect(statements({ otherServices: [other] })).toEqual([
      {
        sid: "X",
        principals: { service: ["x.amazonaws.com"] },
        actions: ["kms:Decrypt"],
        resources: ["*"],
        reason: "it has none",
      },
    ]);
  });
});
