/** The role with which S3 copies objects: reads the first bucket, writes the second, each with its own key, and nothing else. */

import { type Claim, type ClaimContext, type ClaimsAbout, claimsAbout } from "./claim";
import { SSE, SSE_KEY } from "./encryption-headers";
import { KEY_POWERS } from "./key-claims";

/** A bucket and its key. */
export interface CopiedPlace {
  /** ARNs. */
  readonly bucket: string;
  readonly key: string;
  readonly region: string;
}

/** What is copied where. */
export interface Copying {
  /** ARN of the role. */
  readonly role: string;
  readonly from: CopiedPlace;
  readonly to: CopiedPlace;
  /** Whether another account keeps the second bucket. */
  readonly otherAccount: boolean;
  /** Key of an object that is copied. */
  readonly object: string;
  /** Keys of objects below other prefixes that are copied. */
  readonly otherObjects?: readonly string[];
  /** Whether the first bucket has object lock. */
  readonly locked: boolean;
  /** Account of the role. */
  readonly accountId: string;
  /** Digits of an account that nothing of the stack names. */
  readonly otherAccountId: string;
  /** A bucket of the same account, without a policy. */
  readonly otherBucketArn: string;
  /** A key of the same account that leaves everything to policies of identities. */
  readonly otherKeyArn: string;
}

export const ENCRYPTS = [
  "kms:Encrypt",
  "kms:GenerateDataKey",
  "kms:GenerateDataKeyPair",
  "kms:GenerateDataKeyPairWithoutPlaintext",
  "kms:GenerateDataKeyWithoutPlaintext",
  "kms:ReEncryptTo",
] as const;
export const DECRYPTS = ["kms:Decrypt", "kms:ReEncryptFrom"] as const;
const READS = ["s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging"];
const READS_LOCKS = ["s3:GetObjectLegalHold", "s3:GetObjectRetention"];
const WRITES = ["s3:ReplicateDelete", "s3:ReplicateObject", "s3:ReplicateTags"];
const GIVES_AWAY = "s3:ObjectOwnerOverrideToBucketOwner";
const LOOKS = ["s3:GetReplicationConfiguration", "s3:ListBucket"];
const LOOKS_THERE = [
  "s3:GetBucketVersioning",
  "s3:ListBucket",
  "s3:ListBucketMultipartUploads",
  "s3:ListBucketVersions",
];

/** What adds or changes an object. */
export const ADDS = [
  "s3:ObjectOwnerOverrideToBucketOwner",
  "s3:PutObject",
  "s3:PutObjectAcl",
  "s3:PutObjectTagging",
  "s3:PutObjectVersionAcl",
  "s3:PutObjectVersionTagging",
  "s3:ReplicateDelete",
  "s3:ReplicateObject",
  "s3:ReplicateTags",
] as const;

/** What a bucket under one key refuses of replicas, whoever may send them. @param where completes the sentences; @param context of every call */
export function replicaClaims(
  { mayNot }: Pick<ClaimsAbout, "mayNot">,
  object: string,
  otherKeyArn: string,
  where: string,
  context: ClaimContext = {},
): readonly Claim[] {
  const action = "s3:ReplicateObject";
  return [
    mayNot(
      `replicate under another key ${where}`,
      action,
      object,
      { ...context, [SSE]: "aws:kms", [SSE_KEY]: otherKeyArn },
      "DenyOtherKey",
    ),
    ...["AES256", "aws:kms"].map((algorithm) =>
      mayNot(
        `replicate with ${algorithm} and no key ${where}`,
        action,
        object,
        { ...context, [SSE]: algorithm },
        "DenyEncryptionWithoutKey",
      ),
    ),
  ];
}

/** A call that S3 makes with the key on behalf of its caller. */
export function throughS3({ bucket, region }: CopiedPlace, more: ClaimContext = {}): ClaimContext {
  return {
    "kms:ViaService": `s3.${region}.amazonaws.com`,
    "kms:EncryptionContext:aws:s3:arn": bucket,
    ...more,
  };
}

/** The role's own side; of a bucket in another account, the other side is {@link acceptingClaims}. */
export function copyingClaims(copying: Copying): readonly Claim[] {
  const { role, from, to, object, locked, otherBucketArn, otherAccount } = copying;
  const about = claimsAbout("the role of the replication", { kind: "role", arn: role });
  const { may, mayNotCall } = about;
  const [source, target, elsewhere] = [from.bucket, to.bucket, otherBucketArn].map(
    (bucket) => `${bucket}/${object}`,
  ) as [string, string, string];
  return [
    ...trustClaims(copying),
    ...LOOKS.map((action) => may(`call ${action}`, action, from.bucket, {}, "ReplicationConfiguration")),
    ...mayNotCall(["s3:PutReplicationConfiguration", "s3:DeleteBucket"], from.bucket),
    ...mayNotCall([...LOOKS, ...LOOKS_THERE.filter((action) => !LOOKS.includes(action))], otherBucketArn),
    ...READS.map((action) =>
      may(`call ${action} in the first bucket`, action, source, {}, "ReplicationRead"),
    ),
    ...(locked
      ? READS_LOCKS.map((action) =>
          may(`call ${action} in the first bucket`, action, source, {}, "ReplicationRead"),
        )
      : mayNotCall(READS_LOCKS, source)),
    ...mayNotCall([...WRITES, "s3:GetObject", "s3:PutObject", "s3:DeleteObjectVersion"], source),
    ...mayNotCall([...READS, ...WRITES], elsewhere),
    ...targetClaims(about, to, target, otherAccount),
    ...keyClaims(about, copying, from, DECRYPTS),
    ...keyClaims(about, copying, to, [...ENCRYPTS, ...DECRYPTS]),
    ...mayNotCall(ENCRYPTS, from.key, throughS3(from)),
    ...(copying.otherObjects ?? []).flatMap((other) => [
      may(`read ${other} to copy it`, "s3:GetObjectVersionForReplication", `${from.bucket}/${other}`),
      may(`copy ${other}`, "s3:ReplicateObject", `${to.bucket}/${other}`),
    ]),
    ...(otherAccount ? [from] : [from, to]).flatMap(({ key, region }) => [
      claimsAbout("an administrator of another account, as to copies,", {
        kind: "admin",
        arn: `arn:aws:iam::${copying.otherAccountId}:user/admin`,
      }).mayNot(`let S3 look up ${key}`, "kms:DescribeKey", key, {
        "kms:ViaService": `s3.${region}.amazonaws.com`,
      }),
    ]),
    ...[from, to].flatMap((place) => [
      // Of what is not granted, the one action with an encryption context, without which the statements never apply.
      ...mayNotCall(["kms:CreateGrant"], place.key, throughS3(place)),
      ...mayNotCall(
        KEY_POWERS.filter((action) => action !== "kms:CreateGrant"),
        place.key,
      ),
    ]),
  ];
}

/** Who can act as the role: S3, and nobody else. */
function trustClaims({ role, accountId }: Copying): readonly Claim[] {
  const service = (name: string) => ({ kind: "service", name: `${name}.amazonaws.com` }) as const;
  const s3 = claimsAbout("S3", service("s3"));
  const admin = claimsAbout("a user with AdministratorAccess, as to copies,", {
    kind: "admin",
    arn: `arn:aws:iam::${accountId}:user/admin`,
  });
  return [
    s3.may("take the role of the replication", "sts:AssumeRole", role, {}, "TrustService"),
    s3.mayNot("tag a session of the role of the replication", "sts:TagSession", role),
    ...[claimsAbout("EC2", service("ec2")), admin].map((one) =>
      one.mayNot("take the role of the replication", "sts:AssumeRole", role),
    ),
  ];
}

function targetClaims(
  { may, mayNotCall }: ClaimsAbout,
  to: CopiedPlace,
  object: string,
  otherAccount: boolean,
): readonly Claim[] {
  const write = (action: string) => may(`call ${action} in the second bucket`, action, object);
  return [
    ...WRITES.map(write),
    ...mayNotCall(["s3:GetObject", "s3:PutObject", "s3:DeleteObjectVersion"], object),
    ...mayNotCall(["s3:GetReplicationConfiguration", "s3:PutReplicationConfiguration"], to.bucket),
    ...mayNotCall(["s3:PutBucketPolicy", "s3:PutBucketVersioning"], to.bucket),
    ...(otherAccount
      ? [write(GIVES_AWAY), ...LOOKS_THERE.map((action) => may(`call ${action} there`, action, to.bucket))]
      : mayNotCall(LOOKS_THERE, to.bucket)),
  ];
}

/** Through S3, for the bucket of that region, with a bucket key or without. */
function keyClaims(
  { may, mayNot }: ClaimsAbout,
  { object, otherBucketArn, otherKeyArn }: Pick<Copying, "object" | "otherBucketArn" | "otherKeyArn">,
  place: CopiedPlace,
  actions: readonly string[],
): readonly Claim[] {
  const { key, region, bucket } = place;
  const context = (arn: string | null) => throughS3(place, { "kms:EncryptionContext:aws:s3:arn": arn });
  const elsewhere = throughS3(place, { "kms:ViaService": "s3.us-east-1.amazonaws.com" });
  const itself = throughS3(place, { "kms:ViaService": null });
  const via = { "kms:ViaService": `s3.${region}.amazonaws.com` };
  const under = `under ${key}`;
  return [
    ...actions.flatMap((action) => [
      may(`let S3 call ${action} for its bucket ${under}`, action, key, throughS3(place)),
      may(`let S3 call ${action} for an object ${under}`, action, key, context(`${bucket}/${object}`)),
      mayNot(`let S3 call ${action} for another bucket ${under}`, action, key, context(otherBucketArn)),
      mayNot(`let S3 call ${action} for no bucket ${under}`, action, key, context(null)),
      mayNot(`let S3 elsewhere call ${action} ${under}`, action, key, elsewhere),
      mayNot(`call ${action} itself ${under}`, action, key, itself),
      mayNot(`let S3 call ${action} under another key than ${key}`, action, otherKeyArn, throughS3(place)),
    ]),
    may(`let S3 look up ${key}`, "kms:DescribeKey", key, via),
    mayNot(`look up ${key} itself`, "kms:DescribeKey", key),
    mayNot(`let S3 look up another key than ${key}`, "kms:DescribeKey", otherKeyArn, via),
  ];
}

/** What the bucket of another account lets the role do, and nobody else: however strong they are in their own accounts. */
export function acceptingClaims(
  copying: Copying & { readonly sourceAccountId: string; readonly fullRoot: boolean },
): readonly Claim[] {
  const { role, to, object, accountId, otherAccountId, sourceAccountId } = copying;
  const target = `${to.bucket}/${object}`;
  const admin = (account: string) => ({ kind: "admin", arn: `arn:aws:iam::${account}:role/admin` }) as const;
  const about = claimsAbout("the role of the other account", { kind: "admin", arn: role });
  const { may, mayNotCall } = about;
  const others = [
    claimsAbout("an administrator, as to replicas,", admin(accountId)),
    claimsAbout("the root user, as to replicas,", { kind: "root", accountId }),
    claimsAbout("an administrator of the other account", admin(sourceAccountId)),
    claimsAbout("the root user of the other account", { kind: "root", accountId: sourceAccountId }),
    claimsAbout("an administrator of a third account", admin(otherAccountId)),
    claimsAbout("a namesake of the role in a third account", {
      kind: "admin",
      arn: role.replace(sourceAccountId, otherAccountId),
    }),
    claimsAbout("nobody in particular", { kind: "anonymous" }),
    claimsAbout("S3 for somebody else's replication", { kind: "service", name: "s3.amazonaws.com" }),
  ];
  const strangers = others.slice(2);
  return [
    ...[...WRITES, GIVES_AWAY].map((action) => may(`call ${action}`, action, target, {}, "AcceptReplicas")),
    ...LOOKS_THERE.map((action) => may(`call ${action}`, action, to.bucket, {}, "AcceptReplication")),
    ...mayNotCall(
      ["s3:GetObject", "s3:GetObjectVersion", "s3:PutObject", "s3:DeleteObject", "s3:DeleteObjectVersion"],
      target,
    ),
    ...mayNotCall(["s3:PutBucketVersioning", "s3:PutBucketPolicy", "s3:DeleteBucket"], to.bucket),
    ...keyClaims(about, copying, to, [...ENCRYPTS, ...DECRYPTS]),
    ...mayNotCall(["kms:CreateGrant"], to.key, throughS3(to)),
    ...mayNotCall(
      KEY_POWERS.filter((action) => action !== "kms:CreateGrant"),
      to.key,
    ),
    ...others.flatMap((other) => [
      ...ADDS.map((action) => other.mayNot(`call ${action}`, action, target, {}, "DenyOtherWriters")),
    ]),
    // With the full root statement, the key leaves its uses to policies of its own account.
    ...(copying.fullRoot ? strangers : others).flatMap((other) =>
      [...ENCRYPTS, ...DECRYPTS].map((action) =>
        other.mayNot(`let S3 call ${action}`, action, to.key, throughS3(to)),
      ),
    ),
    ...strangers.flatMap((stranger) => [
      ...stranger.mayNotCall(LOOKS_THERE, to.bucket),
      ...stranger.mayNotCall(["s3:GetObject", "s3:GetObjectVersion", "s3:DeleteObjectVersion"], target),
      ...stranger.mayNotCall(["kms:DescribeKey", ...KEY_POWERS], to.key, {
        "kms:ViaService": `s3.${to.region}.amazonaws.com`,
      }),
    ]),
  ];
}
