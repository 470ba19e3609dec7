/**
 * The state in S3, with its lock beside it.
 *
 * Source: Terraform's documentation of the backend "s3", "Permissions Required": S3 Bucket Permissions, KMS Permissions, and the lock file.
 */

import { parseArn } from "../arn";
import { ConfigError } from "../config-error";
import { viaService } from "../iam/policies/principals";
import { isObject } from "../shape";
import { shown } from "../show-value";
import type { Calls, RowEnvironment } from "./row";

/** What the stack's JSON says of its backend. */
interface S3State {
  readonly bucket: string;
  readonly key: string;
  readonly region: string;
  readonly kmsKeyId?: string;
}

/**
 * @param backend `terraform.backend` of the JSON
 * @param writes whether the state is written and locked: a plan runs with `-lock=false`
 * @returns nothing for a state that is not in S3
 */
export function stateCalls(backend: unknown, env: RowEnvironment, writes: boolean): readonly Calls[] {
  const state = s3State(backend, env.stack);
  if (state === undefined) return [];
  const bucket = `arn:${env.partition}:s3:::${state.bucket}`;
  const object = `${bucket}/${state.key}`;
  return [
    { actions: ["s3:ListBucket"], resources: [bucket] },
    { actions: writes ? ["s3:GetObject", "s3:PutObject"] : ["s3:GetObject"], resources: [object] },
    ...(writes
      ? [{ actions: ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"], resources: [`${object}.tflock`] }]
      : []),
    ...keyCalls(state, env, writes),
  ];
}

function keyCalls({ kmsKeyId, region }: S3State, env: RowEnvironment, writes: boolean): readonly Calls[] {
  if (kmsKeyId === undefined) return [];
  if (parseArn(kmsKeyId)?.resource.startsWith("key/") !== true)
    throw new ConfigError(env.stack, [
      `kmsKeyId of the backend must be the ARN of a key, got ${shown(kmsKeyId)}`,
    ]);
  return [
    {
      actions: writes ? ["kms:Decrypt", "kms:GenerateDataKey"] : ["kms:Decrypt"],
      resources: [kmsKeyId],
      conditions: { StringEquals: { "kms:ViaService": viaService("s3", { ...env, region }) } },
    },
  ];
}

function s3State(backend: unknown, stack: string): S3State | undefined {
  const s3 = isObject(backend) ? Reflect.get(backend, "s3") : undefined;
  if (!isObject(s3)) return undefined;
  const [bucket, key, region, kmsKeyId] = ["bucket", "key", "region", "kms_key_id"].map((name) =>
    Reflect.get(s3, name),
  );
  if (typeof bucket !== "string" || typeof key !== "string" || typeof region !== "string")
    throw new ConfigError(stack, ["the backend must have a bucket, a key and a region, got one without"]);
  return { bucket, key, region, ...(typeof kmsKeyId === "string" ? { kmsKeyId } : {}) };
}
