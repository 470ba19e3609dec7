/** The data perimeter: what every claim of a preset becomes within it, and what is refused outside. */
import type { PerimeterConfig } from "../config/perimeter-schema";
import { type Claim, type ClaimContext, type ClaimPrincipal, claimsAbout } from "./claim";
import {
  asMember,
  callsFromAws,
  ELSEWHERE,
  fromVpc,
  inside,
  isMember,
  isOurs,
  network,
  type PerimeterSubject,
} from "./perimeter-subject";

export type { PerimeterSubject } from "./perimeter-subject";

/** Whatever a key does with data. Written out, although the policies are made from such a list too: a claim must not follow what it checks. */
const KEY_USES = [
  "kms:CreateGrant",
  "kms:Decrypt",
  "kms:DeriveSharedSecret",
  "kms:Encrypt",
  "kms:GenerateDataKey",
  "kms:GenerateDataKeyPair",
  "kms:GenerateDataKeyPairWithoutPlaintext",
  "kms:GenerateDataKeyWithoutPlaintext",
  "kms:GenerateMac",
  "kms:ReEncryptFrom",
  "kms:ReEncryptTo",
  "kms:Sign",
  "kms:Verify",
  "kms:VerifyMac",
];
const OBJECT_USES = ["s3:DeleteObjectVersion", "s3:GetObject", "s3:PutObject", "s3:RestoreObject"];

const OTHER_ORGANIZATION = { "aws:PrincipalOrgID": "o-zzzzzzzzzz" } as const;
const OTHER_NETWORKS = "DenyOtherNetworks";
const OTHER_ORGANIZATIONS = "DenyOtherOrganizations";

/**
 * The claims of a preset as they hold within its perimeter, and those about who is outside; the claims themselves where there is no perimeter.
 */
export function withPerimeter(subject: PerimeterSubject, claims: readonly Claim[]): readonly Claim[] {
  const { perimeter } = subject.config;
  if (perimeter === undefined) return claims;
  const within = claims.map((claim) => inside(subject, perimeter, claim));
  const members = claims.map((claim) => asMember(subject, perimeter, claim));
  return [
    ...within,
    ...(network(perimeter) === undefined ? [] : networkClaims(subject, perimeter, members)),
    ...(perimeter.organizationIds === undefined ? [] : organizationClaims(subject, within)),
    ...mendingClaims(subject),
  ];
}

/** What identities of the account, and of those that it lets in, are allowed to do with data, each once. */
function allowedUses(subject: PerimeterSubject, claims: readonly Claim[]): readonly Claim[] {
  const { keys, buckets = [] } = subject;
  const uses = claims.filter(
    ({ action, resource, principal, expect }) =>
      expect === "allowed" &&
      isMember(subject, principal) &&
      ((keys.includes(resource) && KEY_USES.includes(action)) ||
        (action.startsWith("s3:") && buckets.some((bucket) => resource.startsWith(`${bucket}/`)))),
  );
  const question = (claim: Claim) =>
    JSON.stringify([claim.principal, claim.action, claim.resource, callsFromAws(subject, claim)]);
  const seen = new Map(uses.map((claim) => [question(claim), claim] as const));
  return [...seen.values()];
}

function networkClaims(
  subject: PerimeterSubject,
  perimeter: PerimeterConfig,
  claims: readonly Claim[],
): readonly Claim[] {
  return [
    ...allowedUses(subject, claims).flatMap((claim) =>
      callsFromAws(subject, claim) ? throughService(claim) : fromElsewhere(subject, perimeter, claim),
    ),
    ...strongestClaims(subject),
  ];
}

/** A call that names the service in KMS's own key only. */
function throughService(claim: Claim): readonly Claim[] {
  if (!claim.action.startsWith("kms:")) return [];
  return [also(claim, "by the word of KMS alone", { "aws:ViaAWSService": "false" })];
}

function fromElsewhere(
  { accountId, region }: PerimeterSubject,
  perimeter: PerimeterConfig,
  claim: Claim,
): readonly Claim[] {
  const { principal, action } = claim;
  const vpc = fromVpc(perimeter);
  return [
    refusal(claim, "from outside of every VPC", {}, OTHER_NETWORKS),
    refusal(claim, "from another VPC", ELSEWHERE, OTHER_NETWORKS),
    ...(vpc === undefined ? [] : [also(claim, "from a VPC of the perimeter", vpc)]),
    also(claim, "through a service", { "aws:ViaAWSService": "true" }),
    ...(action.startsWith("kms:")
      ? [
          also(claim, "through EC2, for a volume", {
            "kms:ViaService": `ec2.${region}.amazonaws.com`,
            "aws:ViaAWSService": "false",
          }),
        ]
      : []),
    ...(principal.kind === "admin" && principal.arn.endsWith(":role/admin")
      ? [
          {
            ...also(claim, "as a service-linked role", {}),
            principal: serviceLinked(accountId),
          },
        ]
      : []),
  ];
}

function serviceLinked(accountId: string): ClaimPrincipal {
  const name = "aws-service-role/backup.amazonaws.com/AWSServiceRoleForBackup";
  return { kind: "admin", arn: `arn:aws:iam::${accountId}:role/${name}` };
}

/** The same claim in another situation. */
function also(claim: Claim, where: string, context: ClaimContext): Claim {
  const { says, by: _, ...request } = claim;
  return { ...request, says: `${says}, ${where}`, context: { ...claim.context, ...context } };
}

/** The same request, refused there. */
function refusal(claim: Claim, where: string, context: ClaimContext, by: string): Claim {
  const says = `${claim.says.replace(" may ", " may not ")}, ${where}`;
  return { ...also(claim, where, context), says, expect: "denied", by };
}

/** Whatever the account allows an administrator: every use of every key, and of the objects. */
function strongestClaims({ accountId, keys, buckets = [] }: PerimeterSubject): readonly Claim[] {
  const admin = claimsAbout("an administrator of the account outside of every VPC", {
    kind: "admin",
    arn: `arn:aws:iam::${accountId}:role/admin`,
  });
  const linked = claimsAbout("a service-linked role outside of every VPC", serviceLinked(accountId));
  const denied = (action: string, resource: string) =>
    admin.mayNot(`call ${action} on ${resource}`, action, resource, {}, OTHER_NETWORKS);
  return [
    ...keys.flatMap((key) => KEY_USES.map((action) => denied(action, key))),
    ...buckets.flatMap((bucket) => [
      ...OBJECT_USES.map((action) => denied(action, `${bucket}/object`)),
      linked.may(`read ${bucket}`, "s3:GetObject", `${bucket}/object`),
    ]),
  ];
}

/** Another organization, or none; and the account, whatever became of its organization. */
function organizationClaims(subject: PerimeterSubject, within: readonly Claim[]): readonly Claim[] {
  const { otherAccountId, keys, buckets = [] } = subject;
  const stranger = { kind: "admin", arn: `arn:aws:iam::${otherAccountId}:role/admin` } as const;
  const outsiders = [
    { name: "somebody of another organization", principal: stranger, context: OTHER_ORGANIZATION },
    { name: "somebody of no organization", principal: stranger, context: {} },
    {
      name: "an anonymous caller in no organization",
      principal: { kind: "anonymous" } as const,
      context: {},
    },
  ];
  return [
    ...outsiders.flatMap(({ name, principal, context }) => {
      const { mayNot } = claimsAbout(name, principal);
      const denied = (action: string, resource: string) =>
        mayNot(`call ${action} on ${resource}`, action, resource, context, OTHER_ORGANIZATIONS);
      return [
        ...keys.flatMap((key) => [denied("kms:Decrypt", key), denied("kms:DescribeKey", key)]),
        ...buckets.flatMap((bucket) => [
          denied("s3:GetObject", `${bucket}/object`),
          denied("s3:ListBucket", bucket),
        ]),
      ];
    }),
    ...allowedUses(subject, within).map((claim) =>
      isOurs(subject, claim.principal)
        ? also(claim, "after the account left its organization", { "aws:PrincipalOrgID": null })
        : refusal(
            claim,
            "after his account left the organization",
            { "aws:PrincipalOrgID": null },
            OTHER_ORGANIZATIONS,
          ),
    ),
  ];
}

/** A wrong id is no dead end: the account changes its policies from anywhere, and Terraform can look at what it deployed. */
function mendingClaims({ accountId, keys, buckets = [] }: PerimeterSubject): readonly Claim[] {
  const { may } = claimsAbout("the root user, from anywhere,", { kind: "root", accountId });
  const call = (action: string, resource: string) => may(`call ${action} on ${resource}`, action, resource);
  return [
    ...keys.flatMap((key) => ["kms:DescribeKey", "kms:PutKeyPolicy"].map((action) => call(action, key))),
    ...buckets.flatMap((bucket) =>
      ["s3:GetBucketPolicy", "s3:ListBucket", "s3:PutBucketPolicy"].map((action) => call(action, bucket)),
    ),
  ];
}
