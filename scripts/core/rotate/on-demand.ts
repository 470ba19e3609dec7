/** Rotation on demand: the same key gets other material, and its ARN stays. KMS keeps the old material for what it encrypted. */
import { OperatorError } from "../../errors";
import { ageInDays, expiryWarnings } from "./expiry";
import type { Rotation, RotationTime } from "./outcome";
import type { KeyMaterial, KeyRotation, RotatableKey } from "./ports";

export interface OnDemandRotation extends RotationTime {
  /** ARN, id or alias. */
  readonly key: string;
  /** Days that the current material has to be old: so that the same command, run again, rotates nothing. */
  readonly minAgeDays: number;
}

/** Of one key, ever. Source: KMS API Reference, `RotateKeyOnDemand`. */
const MAX_ROTATIONS = 25;

/** From so few left on it is said. */
const FEW_ROTATIONS = 5;

/** @throws OperatorError `key`, with nothing changed. */
export async function rotateOnDemand(request: OnDemandRotation, kms: KeyRotation): Promise<Rotation> {
  const { confirmed, minAgeDays, now } = request;
  const key = await kms.describe(request.key);
  checkKey(key);
  const { arn } = key;
  const data = { way: "on demand", key: arn };
  const since = await kms.rotatingSince(arn);
  const materials = await kms.materials(arn);
  const warnings = materials.flatMap((each) => materialWarnings(arn, each, request));
  const present = { warnings, next: [], data };
  if (since !== undefined)
    return {
      ...present,
      status: "in progress",
      plan: [`a rotation of ${arn} was begun at ${since.toISOString()}, and KMS has not ended it`],
      next: ["run this again in some minutes"],
    };
  const age = ageInDays(currentSince(key, materials), now);
  const pending = materials.find(({ state }) => state === "PENDING_ROTATION");
  // New material that was imported is to be rotated to, however young the present one is.
  if (age < minAgeDays && pending === undefined)
    return {
      ...present,
      status: "nothing to do",
      plan: [`the material of ${arn} is ${age} days old, and rotated from ${minAgeDays} days on`],
      next: ["give --min-age 0 to rotate it nevertheless"],
    };
  if (key.origin === "EXTERNAL") checkPending(arn, materials, pending);
  const left = MAX_ROTATIONS - materials.filter(({ onDemand }) => onDemand).length;
  if (left <= 0)
    throw new OperatorError(
      "key",
      `${arn} was rotated ${MAX_ROTATIONS} times on demand, which is all that KMS allows`,
      {
        hint: "make another key, and move the alias with `sealstack rotate --alias ALIAS --to KEY`",
      },
    );
  if (confirmed) await kms.rotateOnDemand(arn);
  return {
    status: confirmed ? "done" : "planned",
    plan: [
      confirmed
        ? `a rotation of ${arn} was begun; KMS ends it within minutes`
        : `KMS gives ${arn} ${key.origin === "EXTERNAL" ? "the material that was imported for it" : "new material"}`,
      "its ARN and aliases stay, and so does the old material, for what it encrypted",
    ],
    warnings: [
      ...warnings,
      ...(left <= FEW_ROTATIONS
        ? [
            `${left - (confirmed ? 1 : 0)} rotations on demand are left of the ${MAX_ROTATIONS} that a key has`,
          ]
        : []),
    ],
    next: [],
    data: { ...data, rotationsLeft: left - (confirmed ? 1 : 0) },
  };
}

/** @throws OperatorError `key` for what KMS cannot rotate so. */
function checkKey({ arn, spec, usage, origin, state, manager, multiRegion }: RotatableKey): void {
  const refuse = (problem: string, hint: string): OperatorError =>
    new OperatorError("key", problem, { hint });
  const byAlias = "make another key, and move its alias: `sealstack rotate --alias ALIAS --to KEY`";
  if (manager !== "CUSTOMER")
    throw refuse(`${arn} is managed by AWS, which rotates it itself`, "name a key of your own");
  if (spec !== "SYMMETRIC_DEFAULT" || usage !== "ENCRYPT_DECRYPT")
    throw refuse(`KMS rotates symmetric encryption keys only, got ${spec} (${usage}): ${arn}`, byAlias);
  if (origin !== "AWS_KMS" && origin !== "EXTERNAL")
    throw refuse(`KMS rotates no keys of custom key stores, got the origin ${origin}: ${arn}`, byAlias);
  if (multiRegion === "REPLICA")
    throw refuse(`${arn} is a replica, which rotates with its primary`, "name the primary key");
  if (state !== "Enabled")
    throw refuse(
      `the state of ${arn} must be Enabled, got ${state}`,
      state === "PendingImport"
        ? "import its material with `sealstack import-key-material`"
        : "an administrator can run `aws kms enable-key`, or `aws kms cancel-key-deletion`",
    );
}

/** @throws OperatorError `key` while there is no material to rotate to. */
function checkPending(
  arn: string,
  materials: readonly KeyMaterial[],
  pending: KeyMaterial | undefined,
): void {
  if (pending !== undefined && !pending.pendingImport) return;
  const half = materials.some(({ state }) => state === "PENDING_MULTI_REGION_IMPORT_AND_ROTATION");
  throw new OperatorError(
    "key",
    half
      ? `the new material of ${arn} is not imported into all of its replicas`
      : `${arn} has no new material to rotate to`,
    {
      hint: "import it with `sealstack import-key-material --new-material`, and with a --key for each replica",
    },
  );
}

function materialWarnings(
  arn: string,
  { state, pendingImport, validTo }: KeyMaterial,
  time: RotationTime,
): readonly string[] {
  if (pendingImport) return [`${state} material of ${arn} is not imported: what it encrypted does not open`];
  return expiryWarnings(`${arn} (${state})`, validTo, time);
}

/** Since when its current material is so. */
function currentSince({ created }: RotatableKey, materials: readonly KeyMaterial[]): Date {
  const times = materials.flatMap(({ rotated }) => (rotated === undefined ? [] : [rotated.getTime()]));
  return times.length === 0 ? created : new Date(Math.max(...times));
}
