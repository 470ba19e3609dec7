/**
 * One account of those whose copies are kept. Its roles are asked about as they would be with every permission that their own account can give, so that what is refused
 * is refused by the vault's half alone; and with just the policy that the outputs have for them, so that what is allowed is allowed by both halves.
 */

import { type Claim, type ClaimContext, type ClaimsAbout, claimsAbout } from "../../common/claims/claim";
import { DISAPPEARANCE } from "../../common/claims/effects";
import { SSE, SSE_KEY } from "../../common/claims/encryption-headers";
import { KEY_POWERS } from "../../common/claims/key-claims";
import { replicaClaims, throughS3 } from "../../common/claims/replication-claims";
import {
  type ClaimSubject,
  inOrganization,
  OBJECT,
  type SourceSubject,
  sourcesOf,
  vaultPlace,
} from "./subject";

const NEW = { "s3:if-none-match": "*", "s3:ObjectCreationOperation": "true" } as const;

interface Uses {
  readonly objects: readonly string[];
  readonly lists: readonly string[];
  readonly looks: readonly string[];
  readonly key: readonly string[];
}

const ADDS: Uses = {
  objects: ["s3:AbortMultipartUpload", "s3:PutObject"],
  lists: ["s3:ListBucket"],
  looks: [],
  key: ["kms:Decrypt", "kms:GenerateDataKey"],
};
const READS: Uses = {
  objects: ["s3:GetObject", "s3:GetObjectVersion", "s3:RestoreObject"],
  lists: ["s3:ListBucket", "s3:ListBucketVersions"],
  looks: [],
  key: ["kms:Decrypt"],
};
const REPLICATES: Uses = {
  objects: ["s3:ObjectOwnerOverrideToBucketOwner", "s3:ReplicateObject", "s3:ReplicateTags"],
  lists: ["s3:ListBucket", "s3:ListBucketVersions"],
  looks: ["s3:GetBucketVersioning"],
  key: ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"],
};
const NOTHING: Uses = { objects: [], lists: [], looks: [], key: [] };

/** Whatever is done with objects, their names, the bucket and the key. */
const ALL_OBJECTS = [
  ...new Set([
    ...[ADDS, READS, REPLICATES].flatMap(({ objects }) => objects),
    ...effects("object"),
    "s3:GetObjectAcl",
    "s3:GetObjectTagging",
  ]),
];
const ALL_LISTS = ["s3:ListBucket", "s3:ListBucketVersions"];
const ALL_LOOKS = [
  "s3:GetBucketPolicy",
  "s3:GetBucketVersioning",
  "s3:ListBucketMultipartUploads",
  ...effects("bucket"),
];
const ALL_KEY = [
  "kms:Decrypt",
  "kms:Encrypt",
  "kms:GenerateDataKey",
  "kms:GenerateDataKeyWithoutPlaintext",
  "kms:ReEncryptFrom",
  "kms:ReEncryptTo",
];
const KEY_MANAGEMENT = [...new Set([...effects("key"), ...KEY_POWERS, "kms:DescribeKey"])];

function effects(target: "object" | "bucket" | "key"): readonly string[] {
  return Object.values(DISAPPEARANCE).flatMap(({ by }: { by: Readonly<Record<string, unknown>> }) =>
    Array.isArray(by[target]) ? (by[target] as string[]) : [],
  );
}

/** Every role of one account, and those who only look like them. */
export function sourceClaims(subject: ClaimSubject, source: SourceSubject): readonly Claim[] {
  const { accountId, writers, restorers, replicators } = source;
  const audiences: readonly (readonly [readonly string[], string, Uses])[] = [
    [writers, "writer", source.adds ? ADDS : NOTHING],
    [restorers, "restorer", source.reads ? READS : NOTHING],
    [replicators, "role of the replication", source.replicates ? REPLICATES : NOTHING],
  ];
  return [
    ...audiences.flatMap(([arns, name, uses]) =>
      arns.flatMap((arn) => [
        ...halfClaims(subject, source, claimsAbout(`the ${name} ${arn}`, { kind: "admin", arn }), uses),
        ...(uses === NOTHING
          ? []
          : wholeClaims(
              subject,
              source,
              claimsAbout(`the ${name} ${arn}, with its policy,`, { kind: "role", arn }),
              uses,
            )),
        ...namesakeClaims(subject, source, arn),
      ]),
    ),
    ...halfClaims(
      subject,
      source,
      claimsAbout(`another role of ${accountId}`, {
        kind: "admin",
        arn: `arn:aws:iam::${accountId}:role/other`,
      }),
      NOTHING,
    ),
    ...halfClaims(
      subject,
      source,
      claimsAbout(`the root user of ${accountId}`, { kind: "root", accountId }),
      NOTHING,
    ),
  ];
}

/** What the vault's half allows, and nothing else, whatever the account allows. */
function halfClaims(
  subject: ClaimSubject,
  source: SourceSubject,
  { may, mayNot, mayNotCall }: ClaimsAbout,
  uses: Uses,
): readonly Claim[] {
  const place = vaultPlace(subject);
  const { bucket, key } = place;
  const member = inOrganization(subject);
  const own = `${bucket}/${source.prefix}${OBJECT}`;
  const except = (all: readonly string[], some: readonly string[]) =>
    all.filter((one) => !some.includes(one));
  const elsewhere = [...foreignPrefixes(subject, source), ""].map((prefix) => `${bucket}/${prefix}${OBJECT}`);
  const through = (more: ClaimContext = {}) => throughS3(place, { ...member, ...more });
  return [
    ...uses.objects.map((action) =>
      may(`call ${action} below its prefix`, action, own, contextOf(action, member)),
    ),
    ...mayNotUse(mayNot, except(ALL_OBJECTS, uses.objects), own, member),
    ...elsewhere.flatMap((object) => mayNotUse(mayNot, ALL_OBJECTS, object, member)),
    ...uses.lists.map((action) =>
      may(`call ${action} below its prefix`, action, bucket, { "s3:prefix": source.prefix, ...member }),
    ),
    ...uses.lists.flatMap((action) => [
      ...foreignPrefixes(subject, source).map((prefix) =>
        mayNot(`call ${action} below ${prefix}`, action, bucket, { "s3:prefix": prefix, ...member }),
      ),
      mayNot(`call ${action} for the whole bucket`, action, bucket, member),
      mayNot(`call ${action} for every prefix`, action, bucket, { "s3:prefix": "", ...member }),
    ]),
    ...except(ALL_LISTS, uses.lists).map((action) =>
      mayNot(`call ${action}`, action, bucket, { "s3:prefix": source.prefix, ...member }),
    ),
    ...uses.looks.map((action) => may(`call ${action}`, action, bucket, member)),
    ...mayNotCall(except(ALL_LOOKS, uses.looks), bucket, member),
    ...uses.key.map((action) => may(`let S3 call ${action}`, action, key, through())),
    ...except(ALL_KEY, uses.key).map((action) => mayNot(`let S3 call ${action}`, action, key, through())),
    ...uses.key.flatMap((action) => keyLimits(subject, mayNot, action, through)),
    ...mayNotCall(KEY_MANAGEMENT, key, member),
    ...(uses.objects.includes("s3:PutObject") ? uploadLimits(subject, { may, mayNot, mayNotCall }, own) : []),
    ...(uses.objects.includes("s3:ReplicateObject")
      ? replicaLimits(subject, { may, mayNot, mayNotCall }, own)
      : []),
    ...outsideClaims(subject, mayNot, source, uses),
  ];
}

function keyLimits(
  subject: ClaimSubject,
  mayNot: ClaimsAbout["mayNot"],
  action: string,
  through: (more?: ClaimContext) => ClaimContext,
): readonly Claim[] {
  const { keyArn: key, otherBucketArn } = subject;
  const about = (arn: string | null) => through({ "kms:EncryptionContext:aws:s3:arn": arn });
  return [
    mayNot(`call ${action} itself`, action, key, through({ "kms:ViaService": null })),
    mayNot(
      `let S3 elsewhere call ${action}`,
      action,
      key,
      through({ "kms:ViaService": "s3.us-east-1.amazonaws.com" }),
    ),
    mayNot(`let S3 call ${action} for another bucket`, action, key, about(otherBucketArn)),
    mayNot(`let S3 call ${action} for no bucket`, action, key, about(null)),
  ];
}

function uploadLimits(subject: ClaimSubject, { may, mayNot }: ClaimsAbout, own: string): readonly Claim[] {
  const put = "s3:PutObject";
  const member = inOrganization(subject);
  const under = (key: string) => ({ ...NEW, ...member, [SSE]: "aws:kms", [SSE_KEY]: key });
  return [
    may("start an upload and send its parts", put, own, { ...member, "s3:ObjectCreationOperation": "false" }),
    mayNot(
      "put something over a copy",
      put,
      own,
      { ...member, "s3:ObjectCreationOperation": "true" },
      "DenyOverwrite",
    ),
    may("name the vault's key", put, own, under(subject.keyArn)),
    mayNot("put a copy under another key", put, own, under(subject.otherKeyArn), "DenyOtherKey"),
    ...["AES256", "aws:kms"].map((algorithm) =>
      mayNot(
        `put a copy with ${algorithm} and no key`,
        put,
        own,
        { ...NEW, ...member, [SSE]: algorithm },
        "DenyEncryptionWithoutKey",
      ),
    ),
    mayNot("put a copy over plain HTTP", put, own, {
      ...NEW,
      ...member,
      "aws:SecureTransport": "false",
      "s3:TlsVersion": null,
    }),
  ];
}

function replicaLimits(subject: ClaimSubject, { may, mayNot }: ClaimsAbout, own: string): readonly Claim[] {
  const action = "s3:ReplicateObject";
  const member = inOrganization(subject);
  return [
    may("replicate under the vault's key", action, own, {
      ...member,
      [SSE]: "aws:kms",
      [SSE_KEY]: subject.keyArn,
    }),
    ...replicaClaims({ mayNot }, own, subject.otherKeyArn, "in the vault", member),
  ];
}

/** Both halves. */
function wholeClaims(
  subject: ClaimSubject,
  source: SourceSubject,
  { may, mayNot, mayNotCall }: ClaimsAbout,
  uses: Uses,
): readonly Claim[] {
  const place = vaultPlace(subject);
  const { bucket, key } = place;
  const member = inOrganization(subject);
  const below = (prefix: string) => `${bucket}/${prefix}${OBJECT}`;
  return [
    ...uses.objects.flatMap((action) => [
      may(`call ${action}`, action, below(source.prefix), contextOf(action, member)),
      ...foreignPrefixes(subject, source).map((prefix) =>
        mayNot(`call ${action} below ${prefix}`, action, below(prefix), contextOf(action, member)),
      ),
    ]),
    ...uses.lists.map((action) =>
      may(`call ${action}`, action, bucket, { "s3:prefix": source.prefix, ...member }),
    ),
    ...uses.looks.map((action) => may(`call ${action}`, action, bucket, member)),
    ...uses.key.flatMap((action) => [
      may(`let S3 call ${action}`, action, key, throughS3(place, member)),
      mayNot(`call ${action} itself`, action, key, throughS3(place, { ...member, "kms:ViaService": null })),
    ]),
    ...mayNotCall(
      ["s3:DeleteObject", "s3:DeleteObjectVersion", "s3:PutObjectRetention"],
      below(source.prefix),
      member,
    ),
    ...mayNotCall(KEY_MANAGEMENT, key, member),
  ];
}

/** The same name in an account that is not listed, and somebody of the account who is no longer in the organization's part. */
function namesakeClaims(subject: ClaimSubject, source: SourceSubject, arn: string): readonly Claim[] {
  const place = vaultPlace(subject);
  const { mayNot, mayNotCall } = claimsAbout(`a namesake of ${arn} in an account that is not listed`, {
    kind: "admin",
    arn: arn.replace(source.accountId, subject.otherAccountId),
  });
  const member = inOrganization(subject);
  return [
    ...[source.prefix, `${subject.otherAccountId}/`].flatMap((prefix) => [
      ...mayNotUse(mayNot, ALL_OBJECTS, `${place.bucket}/${prefix}${OBJECT}`, member),
      ...ALL_LISTS.flatMap((action) =>
        mayNotCall([action], place.bucket, { "s3:prefix": prefix, ...member }),
      ).map((claim) => ({ ...claim, says: `${claim.says}, below ${prefix}` })),
    ]),
    ...mayNotCall(ALL_LOOKS, place.bucket, member),
    ...mayNotCall(ALL_KEY, place.key, throughS3(place, member)),
  ];
}

function outsideClaims(
  subject: ClaimSubject,
  mayNot: ClaimsAbout["mayNot"],
  source: SourceSubject,
  uses: Uses,
): readonly Claim[] {
  if (subject.config.organizationPaths.length === 0) return [];
  const place = vaultPlace(subject);
  const paths: readonly ClaimContext[] = [
    { "aws:PrincipalOrgPaths": ["o-zzzzzzzzzz/r-zzzz/"] },
    { "aws:PrincipalOrgPaths": null },
  ];
  return paths.flatMap((context, index) => {
    const where = index === 0 ? "from another organization" : "from no organization";
    return [
      ...uses.objects.map((action) =>
        mayNot(
          `call ${action} ${where}`,
          action,
          `${place.bucket}/${source.prefix}${OBJECT}`,
          contextOf(action, context),
        ),
      ),
      ...uses.lists.map((action) =>
        mayNot(`call ${action} ${where}`, action, place.bucket, { "s3:prefix": source.prefix, ...context }),
      ),
      ...uses.looks.map((action) => mayNot(`call ${action} ${where}`, action, place.bucket, context)),
      ...uses.key.map((action) =>
        mayNot(`let S3 call ${action} ${where}`, action, place.key, throughS3(place, context)),
      ),
    ];
  });
}

function mayNotUse(
  mayNot: ClaimsAbout["mayNot"],
  actions: readonly string[],
  object: string,
  member: ClaimContext,
): readonly Claim[] {
  return actions.map((action) =>
    mayNot(`call ${action} on ${object}`, action, object, contextOf(action, member)),
  );
}

function contextOf(action: string, member: ClaimContext): ClaimContext {
  return action === "s3:PutObject" ? { ...NEW, ...member } : member;
}

/** Those of the other sources, and one that only begins like its own. */
function foreignPrefixes(subject: ClaimSubject, { accountId, prefix }: SourceSubject): readonly string[] {
  const others = sourcesOf(subject).filter((other) => other.accountId !== accountId);
  return [...others.map((other) => other.prefix), `${prefix.slice(0, -1)}0/`, `other/${prefix}`];
}
