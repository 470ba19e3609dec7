/** Who may do what, as plain data: configuration and ARNs in, statements out. Every use of the key stands in the key policy, under its conditions. */
import type { Statement } from "../../modules/iam/policies/policy-document";
import { type AwsEnvironment, viaService } from "../../modules/iam/policies/principals";
import {
  administratorStatement,
  contextCondition,
  rootStatement,
  THIS_KEY,
} from "../../modules/kms/policy/key-policy";
import {
  BUCKET_MANAGEMENT_ACTIONS,
  LIST_BUCKET_ACTION,
  WRITE_OBJECT_ACTIONS,
} from "../../modules/s3/policy/actions";
import { LOCK_SUFFIX, STATE_CONTEXT_KEY, STATE_PURPOSE } from "../../modules/state-contract";
import { aliasArn, manageKeysStatements } from "../common/policies/manage-keys";

/** What the statements are about. */
export interface StatePlace {
  readonly env: AwsEnvironment;
  readonly bucketArn: string;
  /** Object-key prefixes, with the slash. */
  readonly prefixes: readonly string[];
  /** Whether data keys without any encryption context may be had. */
  readonly withoutContext: boolean;
}

/** ARNs of those whom the key policy lets in. */
export interface Audiences {
  readonly administrators: readonly string[];
  readonly deployers: readonly string[];
  readonly readers: readonly string[];
}

/** A statement about the key, before it is known whose policy it stands in. */
type KeyUse = Pick<Statement, "sid" | "actions" | "conditions">;

/** OpenTofu asks for a new data key whenever it runs, for a plan, and if it only reads, too. */
const DATA_KEYS = ["kms:GenerateDataKey", "kms:Decrypt"] as const;

/** @param inBucketRegion whether the bucket is under this key; replicas are for data keys alone */
export function keyPolicy(
  place: StatePlace,
  { administrators, deployers, readers }: Audiences,
  { fullRoot, reason }: { readonly fullRoot: boolean; readonly reason?: string | undefined },
  inBucketRegion = true,
): readonly Statement[] {
  const allow = (use: KeyUse, aws: readonly string[]): Statement => ({
    ...use,
    principals: { aws },
    resources: THIS_KEY,
  });
  const everybody = [...deployers, ...readers];
  return [
    rootStatement(place.env, { full: fullRoot, ...(reason === undefined ? {} : { reason }) }),
    administratorStatement(administrators),
    ...envelopes(place).map((use) => allow(use, everybody)),
    ...(inBucketRegion ? [allow(deployerBucket(place), deployers), allow(readerBucket(place), readers)] : []),
  ];
}

/** Reads and writes states, and locks them by an object beside each. Deletes locks only. The key policy names the role, so that this need not speak of the key. */
export function deployerStatements(place: StatePlace): readonly Statement[] {
  const { bucketArn, prefixes } = place;
  return [
    ...readerStatements(place),
    { sid: "WriteStates", actions: WRITE_OBJECT_ACTIONS, resources: objectArns(place) },
    {
      sid: "UnlockStates",
      actions: ["s3:DeleteObject"],
      resources: prefixes.map((prefix) => `${bucketArn}/${prefix}*${LOCK_SUFFIX}`),
    },
  ];
}

/** Reads states. It takes no lock, which would be to write, and could hold up whoever applies. */
export function readerStatements(place: StatePlace): readonly Statement[] {
  const { bucketArn, prefixes } = place;
  return [
    { sid: "ReadStates", actions: ["s3:GetObject"], resources: objectArns(place) },
    {
      sid: "ListStates",
      actions: [LIST_BUCKET_ACTION],
      resources: [bucketArn],
      conditions: { StringLike: { "s3:prefix": prefixes.map((prefix) => `${prefix}*`) } },
    },
  ];
}

/** Manages key and alias, and looks at the bucket. */
export function administratorStatements(
  { env, bucketArn }: StatePlace,
  alias: string,
  keyArns: readonly string[],
  replicaRegions: readonly string[],
): readonly Statement[] {
  const elsewhere = replicaRegions.map((region) => aliasArn({ ...env, region }, alias));
  return [
    ...manageKeysStatements(env, [alias], keyArns).map((statement) =>
      statement.sid === "ManageAlias"
        ? { ...statement, resources: [...(statement.resources ?? []), ...elsewhere] }
        : statement,
    ),
    { sid: "ManageBucket", actions: BUCKET_MANAGEMENT_ACTIONS, resources: [bucketArn] },
  ];
}

/** The data keys of states: in sealstack's encryption context and, where they are let in, those of OpenTofu's own provider, which has none. */
function envelopes({ prefixes, withoutContext }: StatePlace): readonly KeyUse[] {
  const bound: KeyUse = {
    sid: "StateEnvelope",
    actions: DATA_KEYS,
    conditions: {
      StringEquals: contextCondition({ [STATE_CONTEXT_KEY.purpose]: STATE_PURPOSE }),
      StringLike: contextCondition({ [STATE_CONTEXT_KEY.state]: prefixes.map((prefix) => `${prefix}*`) }),
    },
  };
  const unbound: KeyUse = {
    sid: "StateWithoutContext",
    actions: DATA_KEYS,
    conditions: { Null: { "kms:EncryptionContextKeys": "true" } },
  };
  return withoutContext ? [bound, unbound] : [bound];
}

/** What S3 does with the key on behalf of an upload: it reads the parts of one again. */
function deployerBucket(place: StatePlace): KeyUse {
  return { sid: "DeployerBucket", actions: DATA_KEYS, conditions: throughBucket(place) };
}

function readerBucket(place: StatePlace): KeyUse {
  return { sid: "ReaderBucket", actions: ["kms:Decrypt"], conditions: throughBucket(place) };
}

/** Only S3 of this region, for this bucket: with a bucket key, the encryption context is the bucket's ARN. */
function throughBucket({ env, bucketArn }: StatePlace): NonNullable<Statement["conditions"]> {
  return {
    StringEquals: {
      "kms:ViaService": viaService("s3", env),
      ...contextCondition({ "aws:s3:arn": bucketArn }),
    },
  };
}

function objectArns({ bucketArn, prefixes }: StatePlace): string[] {
  return prefixes.map((prefix) => `${bucketArn}/${prefix}*`);
}
