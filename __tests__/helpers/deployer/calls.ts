/** What the calls of the AWS provider are made of: who names which resource, and under which conditions. */
import type { ClaimContext } from "../../../presets/common/claims/claim";
import type { Resource, StackValues } from "../../../tools/policy-check/stack-values";
import { ACCOUNT_ID } from "../../../tools/policy-check/stack-values";
import { REGION, STACK } from "./stacks";

/** One request, before it is known who makes it. */
export interface ProviderCall {
  readonly action: string;
  readonly resource: string;
  readonly context?: ClaimContext;
  /** When it is made: removals are not, where `prevent_destroy` protects the resource. */
  readonly when: "read" | "change" | "remove";
}

type Calls = (resource: Resource, stack: StackValues) => readonly Omit<ProviderCall, "when">[];
export interface Row {
  readonly read: Calls;
  readonly change: Calls;
  readonly remove: Calls;
}

export const on =
  (resourceOf: (resource: Resource, stack: StackValues) => string, ...actions: readonly string[]): Calls =>
  (resource, stack) =>
    actions.map((action) => ({ action, resource: resourceOf(resource, stack) }));
export const all =
  (...calls: readonly Calls[]): Calls =>
  (resource, stack) =>
    calls.flatMap((each) => each(resource, stack));

const text = (resource: Resource, name: string): string => String(resource.attributes[name]);
const regionOf = (resource: Resource): string => String(resource.attributes.region ?? REGION);
export const own = ({ address }: Resource, stack: StackValues): string => stack.attribute(address, "arn");
export const everything = (): string => "*";
export const regional = (service: string, kind: string, name: string) => (resource: Resource) =>
  `arn:aws:${service}:${regionOf(resource)}:${ACCOUNT_ID}:${kind}${text(resource, name)}`;

// Identities that belong to a role or user name it.
const identity =
  (type: string, attribute: string) =>
  (resource: Resource, stack: StackValues): string => {
    const found = stack.resources.find(
      (each) => each.type === type && each.attributes.name === resource.attributes[attribute],
    );
    return stack.attribute(found?.address ?? "", "arn");
  };

export const TAGGED: ClaimContext = { "aws:ResourceTag/sealstack:stack": STACK };
export const REQUESTED: ClaimContext = { "aws:RequestTag/sealstack:stack": STACK };
export const under =
  (context: (resource: Resource) => ClaimContext, calls: Calls): Calls =>
  (resource, stack) =>
    calls(resource, stack).map((call) => ({ ...call, context: { ...call.context, ...context(resource) } }));

export const key = (...changes: readonly string[]): Row => ({
  // Right after the creation, before the tag and the alias count.
  read: under(
    () => ({ "kms:ResourceAliases": null }),
    on(own, "kms:DescribeKey", "kms:GetKeyPolicy", "kms:GetKeyRotationStatus", "kms:ListResourceTags"),
  ),
  change: all(
    under(
      (resource) => ({ ...REQUESTED, "aws:RequestedRegion": regionOf(resource) }),
      on(everything, "kms:CreateKey"),
    ),
    under(() => ({ ...REQUESTED, "kms:ResourceAliases": null }), on(own, "kms:TagResource")),
    under(
      () => TAGGED,
      on(
        own,
        "kms:PutKeyPolicy",
        "kms:UpdateKeyDescription",
        "kms:EnableKey",
        "kms:DisableKey",
        "kms:TagResource",
        "kms:UntagResource",
        ...changes,
      ),
    ),
  ),
  remove: under(
    () => ({ ...TAGGED, "kms:ScheduleKeyDeletionPendingWindowInDays": "30" }),
    on(own, "kms:ScheduleKeyDeletion"),
  ),
});

const primary = (resource: Resource): string => text(resource, "primary_key_arn");
export const replica: Row = {
  ...key(),
  change: all(
    under(() => TAGGED, on(primary, "kms:ReplicateKey")),
    under((resource) => ({ "aws:RequestedRegion": regionOf(resource) }), on(everything, "kms:CreateKey")),
    key().change,
  ),
};

const keyOfAlias = (resource: Resource, stack: StackValues): string => {
  const id = text(resource, "target_key_id");
  return id.startsWith("arn:")
    ? id
    : `arn:aws:kms:${regionOf(resource)}:${stack.attribute(resource.address, "arn").split(":")[4]}:key/${id}`;
};
export const aliasCalls = (...actions: readonly string[]): Calls =>
  all(
    on(own, ...actions),
    under(() => TAGGED, on(keyOfAlias, ...actions)),
  );

export const bucket = (resource: Resource): string => `arn:aws:s3:::${text(resource, "bucket")}`;
export const setting = (get: string, put: string, remove = put): Row => ({
  read: on(bucket, `s3:${get}`),
  change: on(bucket, `s3:${put}`),
  remove: on(bucket, `s3:${remove}`),
});

export const passing =
  (service: string, attribute: string): Calls =>
  (resource) =>
    [resource.attributes[attribute] ?? []].flat().map((role) => ({
      action: "iam:PassRole",
      resource: String(role),
      context: { "iam:PassedToService": service },
    }));
/** Lambda reads a package of S3 as who deploys. */
export const packageOf: Calls = (resource) =>
  resource.attributes.s3_bucket === undefined
    ? []
    : [
        {
          action: `s3:GetObject${resource.attributes.s3_object_version === undefined ? "" : "Version"}`,
          resource: `arn:aws:s3:::${text(resource, "s3_bucket")}/${text(resource, "s3_key")}`,
        },
      ];
export const bounded =
  (identityOf: (resource: Resource, stack: StackValues) => string, ...actions: readonly string[]): Calls =>
  (resource, stack) => {
    const arn = identityOf(resource, stack);
    const holder = stack.resources.find(
      (each) => /^aws_iam_(role|user)$/.test(each.type) && stack.attribute(each.address, "arn") === arn,
    );
    const boundary = holder?.attributes.permissions_boundary;
    return actions.map((action) => ({
      action,
      resource: arn,
      ...(typeof boundary === "string" ? { context: { "iam:PermissionsBoundary": boundary } } : {}),
    }));
  };
export const role = identity("aws_iam_role", "role");
export const user = identity("aws_iam_user", "user");
export const profile = (resource: Resource): string =>
  `arn:aws:iam::${ACCOUNT_ID}:instance-profile${resource.attributes.path ?? "/"}${text(resource, "name")}`;
export const topic = (attribute: string) => (resource: Resource) => text(resource, attribute);
export const anywhereProfile = (): string =>
  `arn:aws:rolesanywhere:${REGION}:${ACCOUNT_ID}:profile/33333333-3333-4333-8333-333333333333`;
const tables = (resource: Resource): readonly string[] => [
  regionOf(resource),
  ...((resource.attributes.replica ?? []) as { region_name: string }[]).map(({ region_name: name }) => name),
];
export const table =
  (...actions: readonly string[]): Calls =>
  (resource) =>
    tables(resource).flatMap((region) =>
      actions.map((action) => ({
        action,
        resource: `arn:aws:dynamodb:${region}:${ACCOUNT_ID}:table/${text(resource, "name")}`,
        context: { "aws:RequestedRegion": region },
      })),
    );
export const keyOfTable: Calls = (resource) => {
  const { kms_key_arn: arn } = resource.attributes.server_side_encryption as { kms_key_arn: string };
  const via = { ...TAGGED, "kms:ViaService": `dynamodb.${arn.split(":")[3]}.amazonaws.com` };
  const context = {
    ...via,
    "kms:EncryptionContext:aws:dynamodb:tableName": text(resource, "name"),
    "kms:EncryptionContext:aws:dynamodb:subscriberId": ACCOUNT_ID,
  };
  return [
    ...[
      "kms:Encrypt",
      "kms:Decrypt",
      "kms:GenerateDataKey",
      "kms:GenerateDataKeyWithoutPlaintext",
      "kms:ReEncryptFrom",
      "kms:ReEncryptTo",
    ].map((action) => ({ action, resource: arn, context })),
    { action: "kms:CreateGrant", resource: arn, context: { ...via, "kms:GrantIsForAWSResource": "true" } },
  ];
};
