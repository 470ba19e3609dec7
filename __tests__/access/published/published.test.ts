import { decide } from "../../../access";
import { KMS_EXAMPLES } from "./kms";
import { S3_EXAMPLES } from "./s3";

const CASES = [...KMS_EXAMPLES, ...S3_EXAMPLES].flatMap(({ cases, ...example }) =>
  cases.map((each) => [`${example.name}: ${each.says}`, example, each] as const),
);

describe("what AWS publishes", () => {
  it.each(CASES)("%s", (_, { page, resourceAccount, policies }, { says: _says, effect, ...request }) => {
    expect(page).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
    const all = { ...policies, ...request.policies };
    const decision = decide({ ...request, resourceAccount, otherKeys: "absent", policies: all });
    expect([decision.effect, decision.why]).toEqual([effect, decision.why]);
  });
});

describe("a public policy, under restrict_public_buckets", () => {
  const [page] = [
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
  ];
  const statement = { Resource: "*", Action: "s3:PutObject", Effect: "Allow" as const };
  const partner = {
    Effect: "Allow" as const,
    Principal: { AWS: "444455556666" },
    Action: "s3:*",
    Resource: "*",
  };
  const admin = {
    name: "own",
    document: {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow" as const, Action: "*", Resource: "*" }],
    },
  };

  const onlyWith = (key: string, value: unknown) => ({
    Principal: "*",
    Condition: { StringLike: { [key]: value } },
  });

  const FIXING: readonly (readonly [string, string])[] = [
    ["aws:SourceAccount", "111122223333"],
    ["aws:SourceOwner", "111122223333"],
    ["aws:SourceVpce", "vpce-0123456789abcdef0"],
    ["aws:SourceArn", "arn:aws:s3:::example"],
    ["aws:UserId", "AIDAEXAMPLE"],
    ["s3:DataAccessPointAccount", "111122223333"],
    ["s3:DataAccessPointArn", "arn:aws:s3:eu-central-1:111122223333:accesspoint/*"],
    ["s3:x-amz-server-side-encryption-aws-kms-key-id", "arn:aws:kms:eu-central-1:111122223333:key/k"],
  ];
  // Not among those that the page names, or not fixed.
  const OPEN: readonly (readonly [string, string])[] = [
    ["aws:PrincipalAccount", "111122223333"],
    ["aws:PrincipalArn", "arn:aws:iam::111122223333:role/r"],
    ["aws:PrincipalOrgPaths", "o-1/r-1/"],
    ["aws:PrincipalServiceName", "cloudtrail.amazonaws.com"],
    ["aws:SourceOrgID", "o-1"],
    ["aws:SourceOrgPaths", "o-1/r-1/"],
    ["aws:userid", "AROAEXAMPLE:*"],
    ["aws:username", "somebody"],
  ];
  const rows = (keys: typeof OPEN, isPublic: boolean) =>
    keys.map(([key, value]): [string, object, boolean] => [
      `everybody with ${key} ${value}`,
      onlyWith(key, value),
      isPublic,
    ]);

  it.each<[string, object, boolean]>([
    ...rows(FIXING, false),
    ...rows(OPEN, true),
    ["everybody", { Principal: "*" }, true],
    ["whoever Facebook knows", { Principal: { Federated: "graph.facebook.com" } }, true],
    ["a VPC by a pattern", { Principal: "*", Condition: { StringLike: { "aws:SourceVpc": "vpc-*" } } }, true],
    ["a VPC", { Principal: "*", Condition: { StringEquals: { "aws:SourceVpc": "vpc-91237329" } } }, false],
    [
      "half of the internet",
      { Principal: "*", Condition: { IpAddress: { "aws:SourceIp": "0.0.0.0/1" } } },
      true,
    ],
    ["a range", { Principal: "*", Condition: { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } } }, false],
    [
      "an organization",
      { Principal: "*", Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1" } } },
      false,
    ],
    [
      "a variable",
      { Principal: "*", Condition: { StringEquals: { "aws:SourceArn": "${aws:PrincipalArn}" } } },
      true,
    ],
    ["a service", { Principal: { Service: "cloudtrail.amazonaws.com" } }, false],
  ])(`shuts another account out, beside a statement about %s: see ${page}`, (_, who, isPublic) => {
    const decision = decide({
      principal: { kind: "user", arn: "arn:aws:iam::444455556666:user/partner" },
      action: "s3:GetObject",
      resource: "arn:aws:s3:::amzn-s3-demo-bucket/x",
      resourceAccount: "123456789012",
      otherKeys: "absent",
      policies: {
        identity: [admin],
        resource: {
          name: "bucket",
          document: { Version: "2012-10-17", Statement: [{ ...statement, ...who }, partner] },
        },
      },
      bucket: { restrictPublicBuckets: true },
    });
    expect(decision.effect).toBe(isPublic ? "denied" : "allowed");
  });
});
