/** What can be done to each object of a fleet, and what it is done with. */
import { z } from "zod";
import { parseArn } from "../../../modules/arn";
import { FLEET_OPERATIONS, type FleetOperation } from "../../../modules/backup-contract";
import { OperatorError } from "../../errors";
import { MAX_ENCRYPTED_DATA_KEYS } from "../crypto/limits";

export interface OperationSettings {
  readonly operation: FleetOperation;
  /** ARNs of the keys that may open backups. A header is nobody's word: keys that only it names are never asked. */
  readonly keys: readonly string[];
  /** ARNs: only backups that one of them opens; none is no condition. */
  readonly fromKeys: readonly string[];
  /** ARNs of the keys that are put around data keys, or that seal anew; the one that objects get at S3. */
  readonly toKeys: readonly string[];
  /** `rewrap`: decrypt each data key under its new key, and compare it with what the message commits to. */
  readonly prove: boolean;
}

/** Pairs of text: `UserArguments` of a job, or what stands in the function's environment. Lists are comma-separated. */
export type OperationArguments = Readonly<Record<string, string>>;

const arns = z
  .string()
  .transform((text) => text.split(",").filter((each) => each !== ""))
  .refine((all) => all.every(isKeyArn), { error: "must be ARNs of KMS keys, comma-separated" });

const schema = z.strictObject({
  operation: z.enum(FLEET_OPERATIONS),
  keys: arns.default([]),
  fromKeys: arns.default([]),
  toKeys: arns.default([]),
  prove: z
    .enum(["true", "false"])
    .default("false")
    .transform((text) => text === "true"),
});

/** Whether the operation opens no backup. */
const needsNoKey = (operation: FleetOperation): boolean =>
  operation === "fixity" || operation === "rekey-outer";

/** Keys that it puts something under, at most. */
const mostTargets = (operation: FleetOperation): number =>
  operation === "rekey-outer"
    ? 1 // an object has one at S3
    : operation === "rewrap" || operation === "reencrypt"
      ? MAX_ENCRYPTED_DATA_KEYS
      : 0;

/** @throws OperatorError `usage`, for what is missing, unknown or no ARN of a key. */
export function parseArguments(given: OperationArguments): OperationSettings {
  const parsed = schema.safeParse(given);
  if (!parsed.success)
    throw new OperatorError("usage", "the arguments of the operation are not valid", {
      details: parsed.error.issues.map(
        ({ path, message }) => `${path.join(".") || "arguments"}: ${message.toLowerCase()}`,
      ),
      hint: `give operation (${FLEET_OPERATIONS.join(", ")}), keys, fromKeys, toKeys and prove, and nothing else`,
    });
  const { operation, keys, fromKeys, toKeys } = parsed.data;
  if (!needsNoKey(operation) && keys.length + fromKeys.length === 0)
    throw new OperatorError("usage", `no key is given that may open backups for ${operation}`, {
      hint: "give ARNs of keys",
    });
  const most = mostTargets(operation);
  if (most > 0 && (toKeys.length === 0 || toKeys.length > most))
    throw new OperatorError(
      "usage",
      `${operation} takes ${most === 1 ? "one key" : `1 to ${most} keys`} to encrypt under, got ${toKeys.length}`,
      { hint: "give toKeys" },
    );
  return parsed.data;
}

/** The inverse of {@link parseArguments}. */
export const formatArguments = (settings: OperationSettings): OperationArguments => ({
  operation: settings.operation,
  ...(settings.keys.length > 0 && { keys: settings.keys.join(",") }),
  ...(settings.fromKeys.length > 0 && { fromKeys: settings.fromKeys.join(",") }),
  ...(settings.toKeys.length > 0 && { toKeys: settings.toKeys.join(",") }),
  ...(settings.prove && { prove: "true" }),
});

/** KMS calls for one object at most, if none has to be repeated. */
export function kmsCallsOf({ operation, toKeys, prove }: OperationSettings): number {
  switch (operation) {
    case "fixity":
      return 0;
    case "verify":
    case "verify-quick":
      return 1;
    case "rewrap":
      return toKeys.length * (prove ? 3 : 2); // Decrypt and Encrypt; ReEncrypt alone within one Region
    case "rekey-outer":
      return 2; // by S3: the old key opens, the new one seals
    case "reencrypt":
      return toKeys.length + 2; // Decrypt, GenerateDataKey, Encrypt for each further key; Decrypt to prove it
  }
}

const isKeyArn = (text: string): boolean => {
  const arn = parseArn(text);
  return arn?.service === "kms" && arn.resource.startsWith("key/");
};
