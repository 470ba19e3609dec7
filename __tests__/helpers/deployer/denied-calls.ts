/** What whoever deploys a stack must not do, although he could hurt with it. */
import type { ClaimContext } from "../../../presets/common/claims/claim";
import { ACCOUNT_ID, type StackValues } from "../../../tools/policy-check/stack-values";
import { NEIGHBOURS, neighbourKeys, REGION, STACK, STATE, STATE_KEY } from "./stacks";

export interface DeniedCall {
  readonly action: string;
  readonly resource: string;
  readonly context?: ClaimContext;
}

type Attributes = StackValues["resources"][number]["attributes"];

const OTHER_ROLE = `arn:aws:iam::${ACCOUNT_ID}:role/other`;
const ADMINISTRATOR_ACCESS = { "iam:PolicyARN": "arn:aws:iam::aws:policy/AdministratorAccess" };
const REQUESTED: ClaimContext = { "aws:RequestTag/sealstack:stack": STACK };
const TAGGED: ClaimContext = { "aws:ResourceTag/sealstack:stack": STACK };

const calls = (resource: string, actions: readonly string[], context?: ClaimContext): readonly DeniedCall[] =>
  actions.map((action) => ({ action, resource, ...(context === undefined ? {} : { context }) }));

/** What runs code as a role: it is given the one that its resource names, and no other. */
const COMPUTE = [
  { type: /^aws_lambda_function$/, attribute: "role", service: "lambda" },
  { type: /^aws_sfn_state_machine$/, attribute: "role_arn", service: "states" },
] as const;

const passed = (role: string, service: string): readonly DeniedCall[] =>
  calls(role, ["iam:PassRole"], { "iam:PassedToService": `${service}.amazonaws.com` });

/** Of every stack. */
export function deniedCalls(stack: StackValues): readonly DeniedCall[] {
  const { resources, attribute } = stack;
  const ofType = (type: RegExp) => resources.filter((resource) => type.test(resource.type));
  const arns = (type: RegExp) => ofType(type).map(({ address }) => attribute(address, "arn"));
  const bounded = ofType(/^aws_iam_(role|user)$/).filter(
    ({ attributes }) => attributes.permissions_boundary !== undefined,
  );
  return [
    ...neighbourKeys(stack).flatMap(ofOtherKey),
    ...neighbourKeys(stack).flatMap((key) => ofTables(key, resources)),
    ...calls(NEIGHBOURS.bucket, [
      "s3:CreateBucket",
      "s3:DeleteBucket",
      "s3:PutBucketPolicy",
      "s3:PutLifecycleConfiguration",
      "s3:ListBucket",
    ]),
    ...calls(`arn:aws:s3:::${STATE.bucket}`, [
      "s3:PutBucketPolicy",
      "s3:DeleteBucket",
      "s3:PutBucketVersioning",
    ]),
    ...calls(`arn:aws:s3:::${STATE.bucket}/sealstack/other.tfstate`, ["s3:GetObject", "s3:PutObject"]),
    ...calls(`arn:aws:s3:::${STATE.bucket}/${STATE.key}`, ["s3:DeleteObject"]),
    ...calls(STATE_KEY, ["kms:Decrypt", "kms:GenerateDataKey"]), // not through S3
    ...calls(STATE_KEY, ["kms:ScheduleKeyDeletion", "kms:PutKeyPolicy"]),
    ...calls(OTHER_ROLE, [
      "iam:CreateRole",
      "iam:PutRolePolicy",
      "iam:UpdateAssumeRolePolicy",
      "iam:DeleteRole",
    ]),
    ...["ec2", ...COMPUTE.map(({ service }) => service)].flatMap((service) => passed(OTHER_ROLE, service)),
    ...calls(`arn:aws:iam::${ACCOUNT_ID}:role/deployer-shop`, [
      "iam:PutRolePolicy",
      "iam:AttachRolePolicy",
      "iam:DeleteRolePermissionsBoundary",
    ]),
    ...calls(`arn:aws:iam::${ACCOUNT_ID}:user/other`, [
      "iam:CreateAccessKey",
      "iam:CreateUser",
      "iam:PutUserPolicy",
    ]),
    ...calls(NEIGHBOURS.topic, ["sns:SetTopicAttributes", "sns:DeleteTopic", "sns:Subscribe", "sns:Publish"]),
    ...arns(/^aws_iam_role$/).flatMap((role) => [
      ...calls(role, ["iam:AttachRolePolicy", "iam:DetachRolePolicy"], ADMINISTRATOR_ACCESS),
      ...calls(role, ["iam:DeleteRolePermissionsBoundary"]),
      ...passed(role, "glue"),
      ...COMPUTE.filter(
        ({ type, attribute: named }) => !ofType(type).some(({ attributes }) => attributes[named] === role),
      ).flatMap(({ service }) => passed(role, service)),
    ]),
    ...bounded.flatMap(({ address, type }) =>
      [{}, { "iam:PermissionsBoundary": "arn:aws:iam::aws:policy/AdministratorAccess" }].flatMap((context) =>
        calls(
          attribute(address, "arn"),
          ["iam:Create*", "iam:Put*Policy", "iam:Put*PermissionsBoundary"].map((action) =>
            action.replace("*", type === "aws_iam_role" ? "Role" : "User"),
          ),
          context,
        ),
      ),
    ),
    ...arns(/^aws_iam_user$/).flatMap((user) =>
      calls(user, ["iam:AttachUserPolicy", "iam:CreateLoginProfile", "iam:DeleteUserPermissionsBoundary"]),
    ),
    ...arns(/^aws_kms_(external_|replica_)?key$/).flatMap((key) => [
      ...calls(
        key,
        ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey", "kms:Sign", "kms:GenerateMac"],
        TAGGED,
      ),
      ...calls(key, ["kms:CreateGrant"], TAGGED),
      ...calls(key, ["kms:PutKeyPolicy"], { ...TAGGED, "kms:BypassPolicyLockoutSafetyCheck": "true" }),
    ]),
    ...ofType(/^aws_lambda_function$/).flatMap(({ attributes }) => ofFunction(attributes)),
    ...ofType(/^aws_sfn_state_machine$/).flatMap(({ attributes }) =>
      calls(`arn:aws:states:${REGION}:${ACCOUNT_ID}:stateMachine:${attributes.name}`, [
        "states:StartExecution",
      ]),
    ),
    ...ofServices(),
    ...keptCalls(resources, attribute),
    ...ofType(/^aws_s3_bucket$/).flatMap(({ attributes }) =>
      calls(`arn:aws:s3:::${attributes.bucket}/step-ca/backup`, [
        "s3:GetObject",
        "s3:PutObject",
        "s3:DeleteObject",
        "s3:DeleteObjectVersion",
        "s3:BypassGovernanceRetention",
      ]),
    ),
  ];
}

/** A table's key is used through DynamoDB for that table only, even one with the tag of the stack whose policy would leave it to the deployer's. */
function ofTables(key: string, resources: StackValues["resources"]): readonly DeniedCall[] {
  const names = resources.flatMap(({ type, attributes }) =>
    type === "aws_dynamodb_table" ? [String(attributes.name)] : [],
  );
  const via = { "kms:ViaService": `dynamodb.${key.split(":")[3]}.amazonaws.com` };
  const table = (name: string) => ({ "kms:EncryptionContext:aws:dynamodb:tableName": name });
  const aws = { "kms:GrantIsForAWSResource": "true" };
  return [
    ...calls(key, ["kms:Decrypt"], { ...TAGGED, ...via, ...table("other") }),
    ...calls(key, ["kms:CreateGrant"], { ...TAGGED, ...via }),
    ...calls(key, ["kms:CreateGrant"], { ...TAGGED, ...aws }),
    ...calls(key, ["kms:CreateGrant"], { ...via, ...aws }),
    ...names.flatMap((name) => [
      ...calls(key, ["kms:Decrypt"], { ...via, ...table(name) }),
      ...calls(key, ["kms:Decrypt"], { ...TAGGED, ...table(name) }),
    ]),
  ];
}

/** Who deploys a function does not call it, nor open it to others, nor read what else is beside its package. */
function ofFunction({ function_name: name, s3_bucket: bucket }: Attributes): readonly DeniedCall[] {
  const arn = `arn:aws:lambda:${REGION}:${ACCOUNT_ID}:function:${name}`;
  const never = ["InvokeFunction", "AddPermission", "CreateFunctionUrlConfig", "CreateAlias"];
  return [
    ...[arn, `${arn}:1`].flatMap((one) =>
      calls(
        one,
        never.map((action) => `lambda:${action}`),
      ),
    ),
    ...(bucket === undefined ? [] : calls(`arn:aws:s3:::${bucket}/other.zip`, ["s3:GetObject"])),
  ];
}

/** Whatever belongs to the account: profiles of certificates, keys and items of tables, functions, and state machines. */
function ofServices(): readonly DeniedCall[] {
  const profile = `arn:aws:rolesanywhere:${REGION}:${ACCOUNT_ID}:profile/44444444-4444-4444-8444-444444444444`;
  const elsewhere = { "aws:ResourceTag/sealstack:stack": "another" };
  const write = ["rolesanywhere:UpdateProfile", "rolesanywhere:DeleteProfile", "rolesanywhere:TagResource"];
  return [
    ...calls(profile, write),
    ...calls(profile, write, { ...REQUESTED, ...elsewhere }),
    ...calls("*", ["rolesanywhere:CreateProfile"], { ...REQUESTED, "aws:RequestedRegion": "ap-south-1" }),
    ...calls("*", ["rolesanywhere:CreateProfile"]),
    ...calls(`arn:aws:lambda:${REGION}:${ACCOUNT_ID}:function:other`, [
      "lambda:CreateFunction",
      "lambda:UpdateFunctionCode",
      "lambda:UpdateFunctionConfiguration",
      "lambda:DeleteFunction",
    ]),
    ...calls(`arn:aws:states:${REGION}:${ACCOUNT_ID}:stateMachine:other`, [
      "states:CreateStateMachine",
      "states:UpdateStateMachine",
      "states:DeleteStateMachine",
    ]),
    ...calls(`arn:aws:dynamodb:${REGION}:${ACCOUNT_ID}:table/other`, [
      "dynamodb:GetItem",
      "dynamodb:UpdateTable",
    ]),
    ...calls(
      `arn:aws:iam::${ACCOUNT_ID}:role/aws-service-role/replication.dynamodb.amazonaws.com/AWSServiceRoleForDynamoDBReplication`,
      ["iam:CreateServiceLinkedRole"],
      { "iam:AWSServiceName": "ec2.amazonaws.com" },
    ),
  ];
}

/** What `prevent_destroy` protects. */
function keptCalls(
  resources: StackValues["resources"],
  attribute: StackValues["attribute"],
): readonly DeniedCall[] {
  const kept = (type: RegExp) =>
    resources.filter(
      (resource) =>
        type.test(resource.type) &&
        /"prevent_destroy":true/.test(JSON.stringify(resource.attributes.lifecycle ?? {})),
    );
  const allKept = (type: RegExp) =>
    kept(type).length === resources.filter((resource) => type.test(resource.type)).length;
  // Keys have one tag: where one may go, all may.
  const keys = /^aws_kms_(external_|replica_)?key$/;
  return [
    ...(allKept(keys) ? kept(keys) : []).flatMap(({ address }) =>
      calls(attribute(address, "arn"), ["kms:ScheduleKeyDeletion"], {
        ...TAGGED,
        "kms:ScheduleKeyDeletionPendingWindowInDays": "30",
      }),
    ),
    ...kept(/^aws_s3_bucket$/).flatMap(({ attributes }) =>
      calls(`arn:aws:s3:::${attributes.bucket}`, ["s3:DeleteBucket"]),
    ),
    ...kept(/^aws_cloudtrail$/).flatMap(({ address }) =>
      calls(attribute(address, "arn"), ["cloudtrail:DeleteTrail"]),
    ),
    ...kept(/^aws_dynamodb_table$/).flatMap(({ address }) =>
      calls(attribute(address, "arn"), ["dynamodb:DeleteTable"]),
    ),
  ];
}

/** Keys that are not the stack's: one that has an alias cannot be made so by a tag either. */
function ofOtherKey(key: string): readonly DeniedCall[] {
  const region = key.split(":")[3] ?? "";
  const change = [
    "kms:PutKeyPolicy",
    "kms:ScheduleKeyDeletion",
    "kms:DisableKey",
    "kms:UntagResource",
    "kms:CreateAlias",
  ];
  const elsewhere = { "aws:ResourceTag/sealstack:stack": "another" };
  return [
    ...calls(key, change),
    ...calls(key, change, elsewhere),
    ...calls(key, ["kms:TagResource"], { "kms:ResourceAliases": null }),
    ...calls(key, ["kms:TagResource"], { ...REQUESTED, ...elsewhere, "kms:ResourceAliases": null }),
    ...calls(key, ["kms:TagResource"], { ...REQUESTED, "kms:ResourceAliases": ["alias/other"] }),
    ...calls(key, ["kms:Decrypt", "kms:CreateGrant", "kms:ReplicateKey"], REQUESTED),
    ...calls(`arn:aws:kms:${REGION}:${ACCOUNT_ID}:alias/other`, [
      "kms:CreateAlias",
      "kms:UpdateAlias",
      "kms:DeleteAlias",
    ]),
    ...calls("*", ["kms:CreateKey"], { ...REQUESTED, "aws:RequestedRegion": "ap-south-1" }),
    ...calls("*", ["kms:CreateKey"], {
      ...REQUESTED,
      "aws:RequestedRegion": region,
      "kms:BypassPolicyLockoutSafetyCheck": "true",
    }),
    // In other regions, replicas are made so.
    ...(region === REGION ? calls("*", ["kms:CreateKey"], { "aws:RequestedRegion": region }) : []),
    ...calls(key, ["kms:PutKeyPolicy"], { ...TAGGED, "kms:BypassPolicyLockoutSafetyCheck": "true" }),
  ];
}
