/** The data perimeter: what every claim of a preset becomes within it, and what is refused outside. */
import type { PerimeterConfig } from "../config/perimeter-schema";
import { type Claim, type ClaimContext, type ClaimPrincipal, claimsAbout } from "./claim";

/** A stack, as far as its perimeter is concerned. */
export interface PerimeterSubject {
  readonly config: { readonly perimeter?: PerimeterConfig | undefined };
  readonly accountId: string;
  readonly region: string;
  /** Digits of an account that nothing of the stack names. */
  readonly otherAccountId: string;
  /** ARNs of every key of the stack. */
  readonly keys: readonly string[];
  /** ARNs of every bucket of the stack. */
  readonly buckets?: readonly string[];
  /** ARNs of roles that call from AWS's own network, because only services assume them. */
  readonly serviceRoles?: readonly string[];
}

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

const ELSEWHERE = { "aws:SourceVpce": "vpce-00000000", "aws:SourceVpc": "vpc-00000000" } as const;
const OTHER_ORGANIZATION = { "aws:PrincipalOrgID": "o-zzzzzzzzzz" } as const;
const OTHER_NETWORKS = "DenyOtherNetworks";

/**
 * The claims of a preset as they hold within its perimeter, and those about who is outside; the claims themselves where there is no perimeter.
 */
export function withPerimeter(subject: PerimeterSubject, claims: readonly Claim[]): readonly Claim[] {
  const { perimeter } = subject.config;
  if (perimeter === undefined) return claims;
  const within = claims.map((claim) => inside(subject, perimeter, claim));
  return [
    ...within,
    ...(network(perimeter) === undefined ? [] : networkClaims(subject, perimeter, claims)),
    ...(perimeter.organizationIds === undefined ? [] : organizationClaims(subject, within)),
    ...mendingClaims(subject),
  ];
}

/** What a request through an endpoint of the perimeter carries. Where both are configured, the VPC is another one: either is enough. */
function network({ vpcEndpointIds, vpcIds }: PerimeterConfig): ClaimContext | undefined {
  if (vpcEndpointIds !== undefined) return { ...ELSEWHERE, "aws:SourceVpce": vpcEndpointIds[0] ?? "" };
  return fromVpc({ vpcIds });
}

function fromVpc({ vpcIds }: PerimeterConfig): ClaimContext | undefined {
  return vpcIds === undefined ? undefined : { ...ELSEWHERE, "aws:SourceVpc": vpcIds[0] ?? "" };
}

/** A request as somebody within the perimeter makes it. Services, and roles that only they assume, are in no network of ours. */
function inside(subject: PerimeterSubject, perimeter: PerimeterConfig, claim: Claim): Claim {
  const { principal, context } = claim;
  if (principal.kind === "service") return claim;
  return {
    ...claim,
    context: {
      ...(callsFromAws(subject, claim) ? {} : network(perimeter)),
      ...(perimeter.organizationIds === undefined || !isOurs(subject, principal)
        ? {}
        : { "aws:PrincipalOrgID": perimeter.organizationIds[0] ?? "" }),
      ...context,
    },
  };
}

function isOurs({ accountId }: PerimeterSubject, principal: ClaimPrincipal): boolean {
  if (principal.kind === "root") return principal.accountId === accountId;
  return "arn" in principal && principal.arn.includes(`::${accountId}:`);
}

function isServiceRole({ serviceRoles = [] }: PerimeterSubject, principal: ClaimPrincipal): boolean {
  return "arn" in principal && serviceRoles.includes(principal.arn);
}

function callsFromAws(subject: PerimeterSubject, { principal, context = {} }: Claim): boolean {
  return isServiceRole(subject, principal) || typeof context["kms:ViaService"] === "string";
}

/** What identities of the account are allowed to do with data, each once. */
function allowedUses(subject: PerimeterSubject, claims: readonly Claim[]): readonly Claim[] {
  const { keys, buckets = [] } = subject;
  const uses = claims.filter(
    ({ action, resource, principal, expect }) =>
      expect === "allowed" &&
      isOurs(subject, principal) &&
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
  const denied = (where: string, context: ClaimContext): Claim => ({
    ...also(claim, where, context),
    says: `${claim.says.replace(" may ", " may not ")}, ${where}`,
    expect: "denied",
    by: OTHER_NETWORKS,
  });
  return [
    denied("from outside of every VPC", {}),
    denied("from another VPC", ELSEWHERE),
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
        mayNot(`call ${action} on ${resource}`, action, resource, context, "DenyOtherOrganizations");
      return [
        ...keys.flatMap((key) => [denied("kms:Decrypt", key), denied("kms:DescribeKey", key)]),
        ...buckets.flatMap((bucket) => [
          denied("s3:GetObject", `${bucket}/object`),
          denied("s3:ListBucket", bucket),
        ]),
      ];
    }),
    ...allowedUses(subject, within).map((claim) =>
      also(claim, "after the account left its organization", { "aws:PrincipalOrgID": null }),
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
