/** What generated policies and requests are made of: few names, so that they meet often. */
export const HOME = "111122223333";
export const AWAY = "444455556666";
const iam = (account: string, name: string) => `arn:aws:iam::${account}:${name}`;

export interface Place {
  readonly service: string;
  readonly resource: string;
  readonly actions: readonly string[];
  /** Patterns for `Resource`, those that match and others. */
  readonly patterns: readonly string[];
  /** Condition keys of the service that every one of the actions takes. */
  readonly keys: readonly string[];
}

const KEY = `arn:aws:kms:eu-west-1:${HOME}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const TOPIC = `arn:aws:sns:eu-west-1:${HOME}:alerts`;
const QUEUE = `arn:aws:sqs:eu-west-1:${HOME}:jobs`;
const TABLE = `arn:aws:dynamodb:eu-west-1:${HOME}:table/items`;

export const PLACES: readonly Place[] = [
  {
    service: "kms",
    resource: KEY,
    actions: ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"],
    patterns: [
      KEY,
      "arn:aws:kms:*:*:key/*",
      `arn:aws:kms:eu-west-1:${HOME}:key/other`,
      "arn:aws:kms:eu-west-?:*:key/1234*",
    ],
    keys: [
      "kms:EncryptionContext:app",
      "kms:EncryptionContext:tenant",
      "kms:ViaService",
      "kms:EncryptionContextKeys",
    ],
  },
  {
    service: "kms",
    resource: KEY,
    actions: ["kms:PutKeyPolicy", "kms:DescribeKey", "kms:DisableKey"],
    patterns: [KEY, "arn:aws:kms:*:*:key/*", "arn:aws:kms:eu-central-1:*:key/*"],
    keys: ["kms:ViaService"],
  },
  {
    service: "s3",
    resource: "arn:aws:s3:::backups/etcd/1.tar",
    actions: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
    patterns: [
      "arn:aws:s3:::backups/*",
      "arn:aws:s3:::backups/etcd/1.tar",
      "arn:aws:s3:::*/etcd/?.tar",
      "arn:aws:s3:::backups",
      "arn:aws:s3:::backups/${aws:username}/*",
      "arn:aws:s3:::backups/${aws:PrincipalTag/team, 'etcd'}/*",
      "arn:aws:s3:::backups/${*}",
    ],
    keys: ["s3:authType", "s3:signatureversion"],
  },
  {
    service: "s3",
    resource: "arn:aws:s3:::backups",
    actions: ["s3:ListBucket"],
    patterns: [
      "arn:aws:s3:::backups",
      "arn:aws:s3:::*",
      "arn:aws:s3:::backups/*",
      "arn:aws:s3:::back${aws:username}",
    ],
    keys: ["s3:prefix", "s3:max-keys"],
  },
  {
    service: "sns",
    resource: TOPIC,
    actions: ["sns:Publish", "sns:SetTopicAttributes"],
    patterns: [TOPIC, "arn:aws:sns:*:*:*", `${TOPIC}-other`],
    keys: [],
  },
  {
    service: "sqs",
    resource: QUEUE,
    actions: ["sqs:SendMessage", "sqs:DeleteQueue"],
    patterns: [QUEUE, "arn:aws:sqs:*:*:jobs", `arn:aws:sqs:*:${AWAY}:*`],
    keys: [],
  },
  {
    service: "dynamodb",
    resource: TABLE,
    actions: ["dynamodb:GetItem", "dynamodb:PutItem"],
    patterns: [TABLE, "arn:aws:dynamodb:*:*:table/*", "arn:aws:dynamodb:*:*:table/other"],
    keys: ["dynamodb:LeadingKeys"],
  },
  {
    service: "iam",
    resource: iam(HOME, "role/target"),
    actions: ["iam:GetRole", "iam:PutRolePolicy"],
    patterns: [iam(HOME, "role/target"), iam(HOME, "role/*"), "arn:aws:iam::*:role/t?rget"],
    keys: [],
  },
  {
    service: "sts",
    resource: iam(HOME, "role/target"),
    actions: ["sts:AssumeRole"],
    patterns: [iam(HOME, "role/target"), iam(HOME, "role/*"), iam(HOME, "role/other")],
    keys: ["sts:ExternalId"],
  },
];

export const USER = iam(HOME, "user/etcd");
export const ROLE = iam(HOME, "role/app/writer");
export const FOREIGN_USER = iam(AWAY, "user/etcd");
export const FOREIGN_ROLE = iam(AWAY, "role/reader");
export const SERVICE = "s3.amazonaws.com";
export const SESSION = `arn:aws:sts::${HOME}:assumed-role/writer/session`;

/** Values of `Principal`, as a statement writes them. */
export const PRINCIPALS: readonly unknown[] = [
  "*",
  { AWS: "*" },
  { AWS: HOME },
  { AWS: iam(HOME, "root") },
  { AWS: iam(AWAY, "root") },
  { AWS: USER },
  { AWS: ROLE },
  { AWS: SESSION },
  { AWS: [FOREIGN_ROLE, FOREIGN_USER] },
  { AWS: [USER, ROLE, iam(HOME, "root")] },
  { Service: SERVICE },
  { Service: "logs.amazonaws.com" },
  { AWS: AWAY, Service: [SERVICE] },
];

/** Keys that come with every action, and values that they have and are compared with. */
export const GLOBAL_KEYS: Readonly<Record<string, readonly string[]>> = {
  "aws:SourceIp": ["203.0.113.7", "203.0.113.0/24", "10.0.0.0/8", "2001:db8::1", "2001:DB8::/32"],
  "aws:PrincipalTag/team": ["etcd", "Etcd", "et*", "etc?", "${aws:username}", "no"],
  "aws:SecureTransport": ["true", "false"],
  "aws:CurrentTime": ["2026-11-28T10:00:00Z", "2026-11-28", "2026-12-01T00:00:00Z", "1764324000"],
  "aws:MultiFactorAuthAge": ["30", "300", "3600.5", "-1"],
  "aws:MultiFactorAuthPresent": ["true", "false"],
  "aws:SourceVpce": ["vpce-1", "vpce-*", "vpce-2"],
  "aws:SourceArn": [TOPIC, "arn:aws:sns:*:*:*", "arn:aws:sns:*:111122223333:al*", `arn:aws:s3:::backups`],
  "aws:TagKeys": ["team", "cost", "te*"],
  "aws:PrincipalArn": [USER, ROLE, iam(HOME, "role/*"), FOREIGN_ROLE],
  "aws:PrincipalAccount": [HOME, AWAY],
  "aws:ResourceAccount": [HOME, AWAY],
};

export const SERVICE_VALUES: Readonly<Record<string, readonly string[]>> = {
  "kms:EncryptionContext:app": ["etcd", "other", "et*", "${aws:username}"],
  "kms:EncryptionContext:tenant": ["a", "b"],
  "kms:EncryptionContextKeys": ["app", "tenant", "more"],
  "kms:ViaService": ["s3.eu-west-1.amazonaws.com", "s3.*.amazonaws.com", "ebs.eu-west-1.amazonaws.com"],
  "s3:authType": ["REST-HEADER", "POST"],
  "s3:signatureversion": ["AWS4-HMAC-SHA256", "AWS"],
  "s3:prefix": ["etcd/", "etcd/*", "", "${aws:username}/"],
  "s3:max-keys": ["10", "1000", "5"],
  "dynamodb:LeadingKeys": ["etcd", "a", "${aws:username}"],
  "sts:ExternalId": ["x", "y"],
};

export const MULTI_VALUED: readonly string[] = [
  "aws:TagKeys",
  "kms:EncryptionContextKeys",
  "dynamodb:LeadingKeys",
];
