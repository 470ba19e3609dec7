/** What a replicated pair promises about its permissions, as data: evaluated for one account, and for two. */
import { type Claim, type ClaimsAbout, claimsAbout, type Unnoticed } from "../../../presets/claim";

/** The pair, as its policies name it. */
export interface Pair {
  /** Beside the pair; nobody's business here. */
  readonly otherBucketArn: string;
  readonly roleArn: string;
  readonly source: { readonly bucketArn: string; readonly keyArn: string; readonly region: string };
  readonly destination: { readonly bucketArn: string; readonly keyArn: string; readonly region: string };
  /** Account of the destination, and one that has nothing to do with it. */
  readonly accountId: string;
  readonly sourceAccountId: string;
  readonly strangerId: string;
}

const OBJECT = "etcd/2026-11-22.tar.gz.kms";
const through = (region: string, bucketArn: string) => ({
  "kms:ViaService": `s3.${region}.amazonaws.com`,
  "kms:EncryptionContext:aws:s3:arn": bucketArn,
});

/** Everybody else who could come near: the strongest of either account, a stranger, and S3 for somebody else. */
const others = ({ accountId, sourceAccountId, strangerId }: Pair): readonly ClaimsAbout[] => [
  claimsAbout("an administrator", { kind: "admin", arn: `arn:aws:iam::${accountId}:role/admin` }),
  claimsAbout("the root user", { kind: "root", accountId }),
  claimsAbout("an administrator of the source", {
    kind: "admin",
    arn: `arn:aws:iam::${sourceAccountId}:user/admin`,
  }),
  claimsAbout("a stranger", { kind: "admin", arn: `arn:aws:iam::${strangerId}:role/admin` }),
  claimsAbout("nobody in particular", { kind: "anonymous" }),
  claimsAbout("S3 for somebody else's replication", { kind: "service", name: "s3.amazonaws.com" }),
];

/** Who can act as the role: S3, and nobody else. */
export function trustClaims({ roleArn, sourceAccountId, strangerId }: Pair): readonly Claim[] {
  const s3 = claimsAbout("S3", { kind: "service", name: "s3.amazonaws.com" });
  const wrong = [
    claimsAbout("EC2", { kind: "service", name: "ec2.amazonaws.com" }),
    claimsAbout("an administrator", { kind: "admin", arn: `arn:aws:iam::${sourceAccountId}:role/admin` }),
    claimsAbout("a stranger", { kind: "admin", arn: `arn:aws:iam::${strangerId}:role/admin` }),
  ];
  return [
    s3.may("act as the role", "sts:AssumeRole", roleArn),
    s3.mayNot("tag its session", "sts:TagSession", roleArn),
    ...wrong.map((one) => one.mayNot("act as the role", "sts:AssumeRole", roleArn)),
  ];
}

/** On the side of the source: the role copies from it, and can do nothing else with it. */
export function sourceClaims(pair: Pair): readonly Claim[] {
  const { roleArn, source, destination, otherBucketArn } = pair;
  const role = claimsAbout("the role", { kind: "role", arn: roleArn });
  const object = `${source.bucketArn}/${OBJECT}`;
  const context = through(source.region, source.bucketArn);
  return [
    role.may("read the configuration", "s3:GetReplicationConfiguration", source.bucketArn),
    role.may("list the source, to tell delete markers", "s3:ListBucket", source.bucketArn),
    role.may("read versions for replication", "s3:GetObjectVersionForReplication", object),
    role.may("read their tags", "s3:GetObjectVersionTagging", object),
    role.may("read their access lists", "s3:GetObjectVersionAcl", object),
    role.mayNot("read another bucket", "s3:GetObjectVersionForReplication", `${otherBucketArn}/${OBJECT}`),
    ...role.mayNotCall(["s3:ListBucket", "s3:GetReplicationConfiguration"], otherBucketArn),
    role.may("open them through S3", "kms:Decrypt", source.keyArn, context),
    role.mayNot("open them itself", "kms:Decrypt", source.keyArn),
    role.mayNot(
      "open what S3 keeps elsewhere under the key",
      "kms:Decrypt",
      source.keyArn,
      through(source.region, `${source.bucketArn}-2`),
    ),
    role.mayNot(
      "open through S3 of the other region",
      "kms:Decrypt",
      source.keyArn,
      through(destination.region, source.bucketArn),
    ),
    role.mayNot("encrypt with the key of the source", "kms:Encrypt", source.keyArn, context),
    role.mayNot("make data keys with it", "kms:GenerateDataKey", source.keyArn, context),
    ...role.mayNotCall(
      [
        "s3:GetObject",
        "s3:GetObjectVersion",
        "s3:PutObject",
        "s3:DeleteObject",
        "s3:DeleteObjectVersion",
        "s3:ReplicateObject",
      ],
      object,
    ),
    ...role.mayNotCall(["s3:PutReplicationConfiguration", "s3:PutBucketPolicy"], source.bucketArn),
    ...role.mayNotCall(["kms:CreateGrant", "kms:PutKeyPolicy", "kms:ScheduleKeyDeletion"], source.keyArn),
    ...others(pair).map((other) =>
      other.mayNot("open objects through S3", "kms:Decrypt", source.keyArn, context),
    ),
  ];
}

/** On the side of the destination: only the role writes, and only it can use the key, through S3, for this bucket. */
export function destinationClaims(pair: Pair): readonly Claim[] {
  const { roleArn, destination, source } = pair;
  const { bucketArn, keyArn } = destination;
  const role = claimsAbout("the role", { kind: "role", arn: roleArn });
  const object = `${bucketArn}/${OBJECT}`;
  const context = through(destination.region, bucketArn);
  const uses = ["kms:Encrypt", "kms:GenerateDataKey", "kms:Decrypt"];
  return [
    role.may("write replicas", "s3:ReplicateObject", object),
    role.may("hide them behind delete markers", "s3:ReplicateDelete", object),
    role.may("write their tags", "s3:ReplicateTags", object),
    ...uses.flatMap((use) => [
      role.may(`call ${use} through S3 for the destination`, use, keyArn, context),
      role.mayNot(`call ${use} itself`, use, keyArn),
      role.mayNot(`call ${use} for the source`, use, keyArn, through(destination.region, source.bucketArn)),
      role.mayNot(`call ${use} in the other region`, use, keyArn, through(source.region, bucketArn)),
    ]),
    ...role.mayNotCall(
      ["s3:PutObject", "s3:GetObject", "s3:DeleteObject", "s3:DeleteObjectVersion", "s3:PutObjectRetention"],
      object,
    ),
    ...role.mayNotCall(["s3:PutBucketVersioning", "s3:PutLifecycleConfiguration"], bucketArn),
    ...role.mayNotCall(["kms:CreateGrant", "kms:PutKeyPolicy"], keyArn),
    ...others(pair).flatMap((other) => [
      ...WRITES.map((write) => other.mayNot(`call ${write}`, write, object, {}, "DenyOtherWriters")),
      ...uses.map((use) => other.mayNot(`call ${use} through S3`, use, keyArn, context)),
    ]),
  ];
}

const WRITES = [
  "s3:ObjectOwnerOverrideToBucketOwner",
  "s3:PutObject",
  "s3:PutObjectAcl",
  "s3:PutObjectTagging",
  "s3:PutObjectVersionAcl",
  "s3:PutObjectVersionTagging",
  "s3:ReplicateDelete",
  "s3:ReplicateObject",
  "s3:ReplicateTags",
];

/** Changes to the policies that no claim notices, each with the reason. */
export const UNNOTICED: readonly Unnoticed[] = [
  {
    why: "comes with every grant of a key: clients look at it first, S3 does not, and whoever reaches it learns nothing",
    mutants: [
      "aws_kms_key.source-key GrantKeyDecryptersDescribe*",
      "aws_kms_key.replica-key GrantKeyEncryptersDescribe*",
    ],
  },
  {
    why: "comes with the audience of the grant; S3 has no such request, and nobody but S3 can make one here",
    mutants: [
      "aws_kms_key.source-key GrantKeyDecrypters: Action without kms:ReEncryptFrom",
      "aws_kms_key.replica-key GrantKeyDecrypters: Action without kms:ReEncryptFrom",
      "aws_kms_key.replica-key GrantKeyEncrypters: Action without kms:ReEncryptTo",
      "aws_kms_key.replica-key GrantKeyEncrypters: Action without kms:GenerateDataKeyPair",
      "aws_kms_key.replica-key GrantKeyEncrypters: Action without kms:GenerateDataKeyPairWithoutPlaintext",
      "aws_kms_key.replica-key GrantKeyEncrypters: Action without kms:GenerateDataKeyWithoutPlaintext",
    ],
  },
  {
    why: "what one of the two grants would allow beyond its actions, the other allows: both are bound to the encryption context, which no other action has",
    mutants: [
      "aws_kms_key.replica-key GrantKeyEncrypters: for every action",
      "aws_kms_key.replica-key GrantKeyDecrypters: for every action",
    ],
  },
];
