/**
 * KMS. Keys have ids that nobody knows before, so the tag {@link STACK_TAG} says whose they are.
 *
 * Sources: AWS KMS Developer Guide, "AWS KMS permissions" (alias calls need the alias and the key), "Creating keys" and "Controlling access to tags"
 * (tags at the creation need kms:TagResource on no particular key); the resources of terraform-provider-aws 6, `internal/service/kms`.
 */
import type { Conditions } from "../../iam/policies/statement";
import { also, anywhere, arnIn, type Calls, type Row, type RowEnvironment } from "../row";
import type { Block } from "../stack-blocks";
import { STACK_TAG } from "../stack-tag";

const READ = ["kms:DescribeKey", "kms:GetKeyPolicy", "kms:GetKeyRotationStatus", "kms:ListResourceTags"];

const CHANGE = [
  "kms:DisableKey",
  "kms:EnableKey",
  "kms:TagResource",
  "kms:UntagResource",
  "kms:UpdateKeyDescription",
];

/** Nobody locks himself out of a key. The key is not said to be in every request. */
const CHECKED: Conditions = { BoolIfExists: { "kms:BypassPolicyLockoutSafetyCheck": "false" } };

const keysOf = ({ region }: Block, env: RowEnvironment) => [arnIn(env, "kms", region, "key/*")];

/** On keys that carry the tag of the stack. */
function onOwnKeys(actions: readonly string[], conditions: Conditions = {}): Row["change"] {
  return (block, env) => [
    {
      actions,
      resources: keysOf(block, env),
      conditions: { StringEquals: { [`aws:ResourceTag/${STACK_TAG}`]: env.stack }, ...conditions },
    },
  ];
}

/** A key that is being made carries the tag in the request. */
function created(block: Block, env: RowEnvironment): readonly Calls[] {
  return [
    {
      actions: ["kms:CreateKey"],
      resources: ["*"],
      conditions: {
        StringEquals: { [`aws:RequestTag/${STACK_TAG}`]: env.stack, "aws:RequestedRegion": block.region },
        ...CHECKED,
      },
    },
  ];
}

/** It has no alias yet: so no key that has one can be made the stack's. */
function tagged(block: Block, env: RowEnvironment): readonly Calls[] {
  return [
    {
      actions: ["kms:TagResource"],
      resources: keysOf(block, env),
      conditions: {
        StringEquals: { [`aws:RequestTag/${STACK_TAG}`]: env.stack },
        Null: { "kms:ResourceAliases": "true", [`aws:ResourceTag/${STACK_TAG}`]: "true" },
      },
    },
  ];
}

const external: Row = {
  // Not bound to the tag: it takes up to five minutes to count, and what is read right after the creation is no secret.
  read: (block, env) => [{ actions: READ, resources: keysOf(block, env) }],
  change: (block, env) => [...created(block, env), ...changes(block, env)],
  remove: onOwnKeys(["kms:ScheduleKeyDeletion"]),
};

function changes(block: Block, env: RowEnvironment): readonly Calls[] {
  return [
    ...tagged(block, env),
    ...onOwnKeys(CHANGE)(block, env),
    ...onOwnKeys(["kms:PutKeyPolicy"], CHECKED)(block, env),
  ];
}

/** KMS rotates what it made itself, and replicas with their primary. */
const key = also(external, { change: onOwnKeys(["kms:DisableKeyRotation", "kms:EnableKeyRotation"]) });

const alias: Row = {
  read: anywhere("kms:ListAliases"),
  change: onAliasAndKey(["kms:CreateAlias", "kms:UpdateAlias"]),
  remove: onAliasAndKey(["kms:DeleteAlias"]),
};

function onAliasAndKey(actions: readonly string[]): Row["change"] {
  return (block, env) => [
    { actions, resources: [arnIn(env, "kms", block.region, block.text("name"))] },
    ...onOwnKeys(actions)(block, env),
  ];
}

/**
 * A replica is made by a call on its primary, and takes kms:CreateKey where it will be; whether that request carries the tags is not documented.
 * Source: AWS KMS Developer Guide, "Create multi-Region replica keys".
 */
const replica: Row = {
  ...external,
  change: (block, env) => [
    ...onOwnKeys(["kms:ReplicateKey"])(block.target("primary_key_arn") ?? block, env),
    {
      actions: ["kms:CreateKey"],
      resources: ["*"],
      conditions: { StringEquals: { "aws:RequestedRegion": block.region }, ...CHECKED },
    },
    ...changes(block, env),
  ],
};

const grant: Row = {
  read: onOwnKeys(["kms:ListGrants"]),
  change: onOwnKeys(["kms:CreateGrant"]),
  remove: onOwnKeys(["kms:RevokeGrant"]),
};

export const KMS_ROWS: Readonly<Record<string, Row>> = {
  aws_kms_alias: alias,
  aws_kms_external_key: external,
  aws_kms_grant: grant,
  aws_kms_key: key,
  aws_kms_replica_external_key: replica,
  aws_kms_replica_key: replica,
};
