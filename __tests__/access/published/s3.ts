/** From the user guide of S3. */
import { EVERYTHING, type PublishedExample, policy, user } from "./example";

const ONE = "111122223333";
const TWO = "444455556666";
const OWNER = "123456789012";
const GUIDE = "https://docs.aws.amazon.com/AmazonS3/latest/userguide";
const EXAMPLES = `${GUIDE}/example-bucket-policies.html`;
const BUCKET = "arn:aws:s3:::amzn-s3-demo-bucket";
const OBJECT = `${BUCKET}/photos/1.jpg`;
const BOTH = [BUCKET, `${BUCKET}/*`];
const roots = [`arn:aws:iam::${ONE}:root`, `arn:aws:iam::${TWO}:root`];
const anybody = { kind: "anonymous" } as const;
const from = (address: string) => ({ "aws:SourceIp": address });

export const S3_EXAMPLES: readonly PublishedExample[] = [
  {
    name: "two accounts, which must send a canned ACL",
    page: EXAMPLES,
    resourceAccount: OWNER,
    policies: {
      resource: policy({
        Effect: "Allow",
        Principal: { AWS: roots },
        Action: ["s3:PutObject", "s3:PutObjectAcl"],
        Resource: `${BUCKET}/*`,
        Condition: { StringEquals: { "s3:x-amz-acl": ["public-read"] } },
      }),
    },
    cases: [
      ...[ONE, TWO].map((account) => ({
        says: `somebody of ${account} with it`,
        principal: user(account, "uploader"),
        action: "s3:PutObject",
        resource: OBJECT,
        context: { "s3:x-amz-acl": "public-read" },
        policies: EVERYTHING,
        effect: "allowed" as const,
      })),
      {
        says: "without it",
        principal: user(ONE, "uploader"),
        action: "s3:PutObject",
        resource: OBJECT,
        policies: EVERYTHING,
        effect: "denied",
      },
    ],
  },
  {
    name: "a website that anybody reads",
    page: EXAMPLES,
    resourceAccount: OWNER,
    policies: {
      resource: policy({
        Effect: "Allow",
        Principal: "*",
        Action: ["s3:GetObject", "s3:GetObjectVersion"],
        Resource: [`${BUCKET}/*`],
      }),
    },
    cases: [
      {
        says: "anybody reads",
        principal: anybody,
        action: "s3:GetObject",
        resource: OBJECT,
        effect: "allowed",
      },
      {
        says: "nobody writes",
        principal: anybody,
        action: "s3:PutObject",
        resource: OBJECT,
        effect: "denied",
      },
    ],
  },
  {
    name: "one range of addresses",
    page: EXAMPLES,
    resourceAccount: OWNER,
    policies: {
      resource: policy({
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: BOTH,
        Condition: { NotIpAddress: { "aws:SourceIp": "54.240.143.0/24" } },
      }),
    },
    cases: (["54.240.143.7", "54.240.144.7"] as const).map((address) => ({
      says: `a request from ${address}`,
      principal: user(OWNER, "admin"),
      action: "s3:GetObject",
      resource: OBJECT,
      context: from(address),
      policies: EVERYTHING,
      effect: address === "54.240.143.7" ? ("allowed" as const) : ("denied" as const),
    })),
  },
  {
    name: "ranges of both versions, with a part taken out",
    page: EXAMPLES,
    resourceAccount: OWNER,
    policies: {
      resource: policy({
        Effect: "Allow",
        Principal: "*",
        Action: "s3:*",
        Resource: BOTH,
        Condition: {
          IpAddress: { "aws:SourceIp": ["54.240.143.0/24", "2001:DB8:1234:5678::/64"] },
          NotIpAddress: { "aws:SourceIp": ["54.240.143.128/30", "2001:DB8:1234:5678:ABCD::/80"] },
        },
      }),
    },
    cases: (
      [
        ["54.240.143.1", "allowed"],
        ["2001:DB8:1234:5678::1", "allowed"],
        ["54.240.143.129", "denied"],
        ["2001:DB8:1234:5678:ABCD::1", "denied"],
      ] as const
    ).map(([address, effect]) => ({
      says: `a request from ${address}`,
      principal: anybody,
      action: "s3:GetObject",
      resource: OBJECT,
      context: from(address),
      effect,
    })),
  },
  {
    name: "readers who come from a website",
    page: EXAMPLES,
    resourceAccount: OWNER,
    policies: {
      resource: policy({
        Effect: "Allow",
        Principal: "*",
        Action: ["s3:GetObject", "s3:GetObjectVersion"],
        Resource: `${BUCKET}/*`,
        Condition: { StringLike: { "aws:Referer": ["http://www.example.com/*", "http://example.com/*"] } },
      }),
    },
    cases: (
      [
        ["http://www.example.com/page", "allowed"],
        ["http://example.com/", "allowed"],
        ["http://other.example/", "denied"],
      ] as const
    ).map(([referer, effect]) => ({
      says: `with the referer ${referer}`,
      principal: anybody,
      action: "s3:GetObject",
      resource: OBJECT,
      context: { "aws:Referer": referer },
      effect,
    })),
  },
  {
    name: "a second factor for tax documents",
    page: EXAMPLES,
    resourceAccount: OWNER,
    policies: {
      resource: policy({
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: `${BUCKET}/taxdocuments/*`,
        Condition: { Null: { "aws:MultiFactorAuthAge": true } },
      }),
    },
    cases: [
      {
        says: "without one",
        principal: user(OWNER, "admin"),
        action: "s3:GetObject",
        resource: `${BUCKET}/taxdocuments/1`,
        policies: EVERYTHING,
        effect: "denied",
      },
      {
        says: "with one",
        principal: user(OWNER, "admin"),
        action: "s3:GetObject",
        resource: `${BUCKET}/taxdocuments/1`,
        context: { "aws:MultiFactorAuthAge": "100" },
        policies: EVERYTHING,
        effect: "allowed",
      },
      {
        says: "without one, elsewhere in the bucket",
        principal: user(OWNER, "admin"),
        action: "s3:GetObject",
        resource: OBJECT,
        policies: EVERYTHING,
        effect: "allowed",
      },
    ],
  },
  {
    name: "home folders by the user's name",
    page: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html",
    resourceAccount: OWNER,
    policies: {
      identity: [
        policy(
          {
            Effect: "Allow",
            Action: ["s3:ListBucket"],
            Resource: [BUCKET],
            Condition: { StringLike: { "s3:prefix": ["${aws:username}/*"] } },
          },
          {
            Effect: "Allow",
            Action: ["s3:GetObject", "s3:PutObject"],
            Resource: [`${BUCKET}/\${aws:username}/*`],
          },
        ),
      ],
    },
    cases: [
      {
        says: "his own object",
        principal: user(OWNER, "David"),
        action: "s3:GetObject",
        resource: `${BUCKET}/David/1`,
        effect: "allowed",
      },
      {
        says: "another's",
        principal: user(OWNER, "David"),
        action: "s3:GetObject",
        resource: `${BUCKET}/Adele/1`,
        effect: "denied",
      },
      {
        says: "his own list",
        principal: user(OWNER, "David"),
        action: "s3:ListBucket",
        resource: BUCKET,
        context: { "s3:prefix": "David/x" },
        effect: "allowed",
      },
    ],
  },
];
