/** What no single key of the configuration can say. */
import { parseArn } from "../../modules/arn";
import { shown } from "../../modules/show-value";
import type { Problem } from "../common/config/problem";
import { isOfS3 } from "./operations";

/** As much of the configuration as the rules look at, believing nothing: it is incomplete where other problems were found in it. */
interface Incomplete {
  readonly region?: unknown;
  readonly operation?: unknown;
  readonly backups?: { readonly prefixes?: unknown; readonly keyArns?: unknown; readonly roleArn?: unknown };
  readonly function?: { readonly package?: Readonly<Record<string, unknown>> };
  readonly stateMachine?: unknown;
}

export function fleetProblems(
  value: unknown,
  overlaps: (prefixes: readonly string[]) => readonly string[],
): readonly Problem[] {
  const config = (value ?? {}) as Incomplete;
  const { backups } = config;
  return [
    ...overlaps(texts(backups?.prefixes)).map((message) => ({ path: ["backups", "prefixes"], message })),
    ...keyProblems(config),
    ...partProblems(config),
    ...packageProblems(config.function?.package),
  ];
}

/** A file where Terraform runs, or an object. */
function packageProblems(given: unknown): readonly Problem[] {
  if (typeof given !== "object" || given === null) return [];
  const { path, bucket, key, versionId } = given as Readonly<Record<string, unknown>>;
  const isObject = bucket !== undefined && key !== undefined && path === undefined;
  const isFile = [bucket, key, versionId].every((one) => one === undefined) && path !== undefined;
  if (isObject || isFile) return [];
  return [{ path: ["function", "package"], message: "must have either path, or bucket and key" }];
}

function texts(list: unknown): readonly string[] {
  return Array.isArray(list) ? list.filter((one) => typeof one === "string") : [];
}

/** What S3 does itself, it does with keys of its region; the function asks each key where it is. */
function keyProblems({ region, operation, backups }: Incomplete): readonly Problem[] {
  const keys = texts(backups?.keyArns);
  return keys.flatMap((text, index) => {
    const path = ["backups", "keyArns", index];
    if (keys.indexOf(text) !== index)
      return [{ path, message: `must be given once, got ${shown(text)} again` }];
    const arn = parseArn(text);
    if (
      !isOfS3(String(operation)) ||
      typeof region !== "string" ||
      arn === undefined ||
      arn.region === region
    )
      return [];
    return [{ path, message: `must be of the stack's region ${shown(region)}, got ${shown(arn.region)}` }];
  });
}

/** What S3 does itself has neither function nor role of the backups; everything else has both. */
function partProblems({ operation, backups, function: made, stateMachine }: Incomplete): readonly Problem[] {
  if (typeof operation !== "string") return [];
  const parts: readonly (readonly [readonly string[], unknown])[] = [
    [["backups", "roleArn"], backups?.roleArn],
    [["function"], made],
  ];
  if (!isOfS3(operation))
    return parts
      .filter(([, given]) => given === undefined)
      .map(([path]) => ({ path, message: `is needed for operation ${shown(operation)}, got none` }));
  return [...parts, [["stateMachine"], stateMachine] as const]
    .filter(([, given]) => given !== undefined)
    .map(([path]) => ({ path, message: `must be left out: S3 does ${shown(operation)} itself` }));
}
