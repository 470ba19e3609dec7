/** What a replicated pair promises about its permissions, as data: evaluated for one account, and for two. */
import {
  type Claim,
  type ClaimPrincipal,
  type ClaimsAbout,
  claimsAbout,
} from "../../../../presets/common/claims/claim";

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
    role.may(
      "open one that is not under the bucket key",
      "kms:Decrypt",
      source.keyArn,
      through(source.region, object),
    ),
    role.mayNot("open them itself", "kms:Decrypt", source.keyArn),
    ...[`${source.bucketArn}-2`, `${source.bucketArn}-2/${OBJECT}`].map((elsewhere) =>
      role.mayNot(
        `open what S3 keeps under the key in ${elsewhere}`,
        "kms:Decrypt",
        source.keyArn,
        through(source.region, elsewhere),
      ),
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

/** What the role may do at the destination: write replicas, and use the key through S3, for this bucket. */
export function replicaClaims(pair: Pair, principal: ClaimPrincipal): readonly Claim[] {
  const { destination, source } = pair;
  const { bucketArn, keyArn } = destination;
  const role = claimsAbout("the role", principal);
  const object = `${bucketArn}/${OBJECT}`;
  const context = through(destination.region, bucketArn);
  return [
    role.may("write replicas", "s3:ReplicateObject", object),
    role.may("hide them behind delete markers", "s3:ReplicateDelete", object),
    role.may("write their tags", "s3:ReplicateTags", object),
    ...USES.flatMap((use) => [
      role.may(`call ${use} through S3 for the destination`, use, keyArn, context),
      role.may(
        `call ${use} for a replica that is not under the bucket key`,
        use,
        keyArn,
        through(destination.region, object),
      ),
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
  ];
}

const LOOKS = [
  "s3:GetBucketVersioning",
  "s3:ListBucket",
  "s3:ListBucketMultipartUploads",
  "s3:ListBucketVersions",
];
const STRANGER_ACCOUNT = "555566667777";

/** What AWS's example lets the role of another account know of the destination itself, and what the example should not. */
export function lookClaims(
  { destination: { bucketArn } }: Pair,
  principal: ClaimPrincipal,
): readonly Claim[] {
  const role = claimsAbout("the role of another account", principal);
  const stranger = claimsAbout("a role of a third account", {
    kind: "admin",
    arn: `arn:aws:iam::${STRANGER_ACCOUNT}:role/admin`,
  });
  return [
    ...LOOKS.map((action) => role.may(`call ${action} on the destination`, action, bucketArn)),
    ...stranger.mayNotCall(LOOKS, bucketArn),
    ...role.mayNotCall(["s3:PutBucketVersioning", "s3:DeleteBucket", "s3:GetBucketPolicy"], bucketArn),
  ];
}

/** What its own policies must keep the role from, were every other bucket and key open to it. */
export function roleBounds(
  { roleArn, otherBucketArn, destination: { bucketArn, region } }: Pair,
  otherKeyArn: string,
): readonly Claim[] {
  const role = claimsAbout("the role", { kind: "role", arn: roleArn });
  return [
    ...role.mayNotCall(LOOKS, otherBucketArn),
    role.mayNot("write replicas elsewhere", "s3:ReplicateObject", `${otherBucketArn}/${OBJECT}`),
    ...USES.map((use) =>
      role.mayNot(`call ${use} with another key`, use, otherKeyArn, through(region, bucketArn)),
    ),
  ];
}

/** On the side of the destination: nobody else writes, or uses the key. */
export function destinationClaims(pair: Pair): readonly Claim[] {
  const { bucketArn, keyArn, region } = pair.destination;
  return [
    ...replicaClaims(pair, { kind: "role", arn: pair.roleArn }),
    ...others(pair).flatMap((other) => [
      ...WRITES.map((write) =>
        other.mayNot(`call ${write}`, write, `${bucketArn}/${OBJECT}`, {}, "DenyOtherWriters"),
      ),
      ...USES.map((use) => other.mayNot(`call ${use} through S3`, use, keyArn, through(region, bucketArn))),
    ]),
  ];
}

const USES = ["kms:Encrypt", "kms:GenerateDataKey", "kms:Decrypt"];

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
