/** Schema fields of a key that a stack makes: the same words in every preset, with what is at stake in the preset's own. */
import { z } from "zod";
import { aliasProblem } from "../../../modules/kms/aliases/alias-name";
import {
  DEFAULT_DELETION_WINDOW_IN_DAYS,
  DEFAULT_ROTATION_PERIOD_IN_DAYS,
  DELETION_WINDOW_IN_DAYS,
  ROTATION_PERIOD_IN_DAYS,
} from "../../../modules/kms/limits";
import { shown } from "../../../modules/show-value";
import { checked, kmsKeyArn, regionField, wholeNumber } from "./fields";

/** @param remark what the alias is to the preset, as a sentence */
export function aliasField(alias: string, remark = "") {
  const description = ["Name of the key, with 'alias/'. Unique in account and region.", remark]
    .join(" ")
    .trim();
  return checked(aliasProblem).default(alias).meta({ description });
}

/** @param remark what becomes of what is encrypted already, as a sentence */
export function rotationField(remark: string) {
  return wholeNumber(ROTATION_PERIOD_IN_DAYS)
    .default(DEFAULT_ROTATION_PERIOD_IN_DAYS)
    .meta({ description: `Days between automatic rotations. ${remark}` });
}

/** @param lost what is lost with the key, such as "every backup" */
export function deletionWindowField(lost: string) {
  return wholeNumber(DELETION_WINDOW_IN_DAYS)
    .default(DEFAULT_DELETION_WINDOW_IN_DAYS)
    .meta({
      description: `Days in which the deletion of the key can be cancelled. After it, ${lost} is lost.`,
    });
}

/** @param description whose keys they are, and who may do what with them */
export function previousKeyArnsField(description: string) {
  return z.array(kmsKeyArn).default([]).meta({ description });
}

/** @param what such as "the key" */
export function preventDestroyField(what: string) {
  return z
    .boolean()
    .default(true)
    .meta({ description: `Whether Terraform refuses to delete ${what}.` });
}

/** More replicas than anybody wants, and few enough for the policies that name them. */
const MAX_REPLICAS = 10;

/** A key with copies of its material in other regions. */
export const multiRegionFields = {
  multiRegion: z.boolean().default(false).meta({
    description:
      "Whether the key can have replicas in other regions. A change would make a new key, which Terraform refuses.",
  }),
  replicaRegions: z.array(regionField("one replica")).max(MAX_REPLICAS).default([]).meta({
    description: "Regions with a replica of the key: it opens there what the key sealed. Needs multiRegion.",
  }),
} as const;

/** What is wrong between {@link multiRegionFields} and the stack's region. The value is incomplete where other problems were found in it. */
export function replicaProblems(
  region: unknown,
  key: { readonly multiRegion?: unknown; readonly replicaRegions?: unknown } | undefined,
): readonly string[] {
  const regions = Array.isArray(key?.replicaRegions) ? key.replicaRegions : [];
  const twice = regions.filter((one, index) => regions.indexOf(one) !== index);
  return [
    ...(regions.length > 0 && key?.multiRegion !== true
      ? ["a replica needs a multi-Region key, got a key without multiRegion: true"]
      : []),
    ...(regions.includes(region) ? [`must not name the stack's own region, got ${shown(region)}`] : []),
    ...[...new Set(twice)].map((one) => `must name each region once, got ${shown(one)} again`),
  ];
}

/** What the account's root, and so policies of identities, may do with the key. */
export const rootStatementFields = {
  rootStatement: z.enum(["manage", "full"]).default("manage").meta({
    description:
      "What IAM policies of the account can allow on the key: 'manage' it, or 'full', which includes to decrypt with it.",
  }),
  rootStatementReason: z
    .string()
    .min(1)
    .optional()
    .meta({ description: "Why the root statement is 'full'. Needed then, and shown at every synthesis." }),
} as const;

/** What is wrong between {@link rootStatementFields}. The value is incomplete where other problems were found in it. */
export function rootStatementProblem(
  key: { readonly rootStatement?: unknown; readonly rootStatementReason?: unknown } | undefined,
): string | undefined {
  if (key?.rootStatement !== "full" || key.rootStatementReason !== undefined) return undefined;
  return "'full' needs a rootStatementReason beside it, got none";
}
