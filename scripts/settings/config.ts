/** Settings of a run: flags, then environment, then the outputs file. Pure: the caller reads files and environment. */
import { OUTPUT, REPLICAS_OUTPUT } from "../../modules/backup-contract";
import { OperatorError } from "../errors";
import type { StackOutputs } from "./outputs-file";

import { checkedEndpoint, checkedRegion, endpointVariables, stateDirectories } from "./settings-checks";

export { parseOutputs } from "./outputs-file";

/** The file that a run takes its settings from. */
export interface OutputsOrigin {
  readonly file: string;
  readonly stack: string | undefined;
  /** For messages: `FILE, which … wrote,`. */
  readonly described: string;
}

/** Flags that several commands share. */
export interface SharedFlags {
  readonly key?: readonly string[];
  readonly bucket?: string;
  readonly prefix?: string;
  readonly region?: string;
  readonly endpointUrl?: string;
  readonly passphraseFile?: string;
  readonly passphrasePrompt?: boolean;
  readonly state?: string;
  readonly fallbackRegion?: readonly string[];
  readonly stateDir?: string;
}

export interface Settings {
  /**
   * KMS keys to seal with: ARNs, ids or aliases; empty in passphrase mode. From an outputs file this is the alias, because the
   * writer's permission is bound to it.
   */
  readonly sealKeys: readonly string[];
  /** KMS keys that may open: ARNs, or aliases that have to be looked up. From an outputs file these are the ARNs of the key and of its other versions. */
  readonly openKeys: readonly string[];
  readonly bucket: string | undefined;
  /** Object-key prefix of a new backup, with the slash; `""` is the top of the bucket. */
  readonly prefix: string;
  /** Where backups are looked for: the given prefix, else those of the stack, which its roles may list, else everywhere. */
  readonly searchPrefixes: readonly [string, ...string[]];
  /** Whether the prefix was given, on the command line or in the environment. */
  readonly prefixGiven: boolean;
  /** `undefined` leaves it to the SDK (profile). */
  readonly region: string | undefined;
  /** Of every service; the variables and the profile decide when absent. */
  readonly endpoint: string | undefined;
  /** The variables of the environment that name endpoints and the profile. */
  readonly awsVariables: Readonly<Record<string, string | undefined>>;
  /** File that holds the passphrase in its first line. */
  readonly passphraseFile: string | undefined;
  /** Ask for the passphrase on the terminal. */
  readonly passphrasePrompt: boolean;
  /** Name of a Terraform or OpenTofu state: its object key. */
  readonly state: string | undefined;
  /** Regions with replicas of the key that were given; none given is `undefined`. */
  readonly fallbackRegions: readonly string[] | undefined;
  /** The region, where it is one that the stack has replicas in: {@link outputs} are about those then. */
  readonly secondRegion: string | undefined;
  /** Where a run keeps what a later one should know, as it was given; else where this user's programs do, if that is known. */
  readonly stateDirectory: string | undefined;
  readonly stateHome: string | undefined;
  /** All outputs of the stack; empty without an outputs file. */
  readonly outputs: StackOutputs;
  /** Where they come from. */
  readonly outputsFrom: OutputsOrigin | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

export function resolveSettings(
  flags: SharedFlags,
  env: Environment,
  outputs: StackOutputs = {},
  outputsFrom?: OutputsOrigin,
): Settings {
  const passphrase =
    flags.passphraseFile ?? (flags.passphrasePrompt ? undefined : env.SEALSTACK_PASSPHRASE_FILE);
  const usesPassphrase = passphrase !== undefined || flags.passphrasePrompt === true;
  if (usesPassphrase && flags.key !== undefined) {
    throw new OperatorError("usage", "--key and a passphrase exclude each other", {
      hint: "give one of them",
    });
  }
  const region = checkedRegion(
    flags.region ??
      nonEmpty(env.AWS_REGION) ??
      nonEmpty(env.AWS_DEFAULT_REGION) ??
      textOf(outputs[OUTPUT.region]),
  );
  const here = outputsIn(region, flags.region !== undefined, outputs);
  const prefix = flags.prefix ?? nonEmpty(env.SEALSTACK_PREFIX);
  const keys = flags.key ?? nonEmpty(env.SEALSTACK_KEY)?.split(",");
  return {
    sealKeys: usesPassphrase ? [] : (keys ?? listOf(here[OUTPUT.alias])),
    openKeys: usesPassphrase ? [] : (keys ?? openers(here)),
    bucket: flags.bucket ?? nonEmpty(env.SEALSTACK_BUCKET) ?? textOf(here[OUTPUT.bucket]),
    prefix: withSlash(prefix ?? ""),
    prefixGiven: prefix !== undefined,
    searchPrefixes: prefix === undefined ? stackPrefixes(outputs) : [withSlash(prefix)],
    region: region ?? checkedRegion(regionOfArn(keys?.[0])),
    secondRegion: here === outputs ? undefined : region,
    endpoint: checkedEndpoint(flags.endpointUrl, "--endpoint-url"),
    awsVariables: endpointVariables(env),
    passphraseFile: passphrase,
    passphrasePrompt: flags.passphrasePrompt === true,
    state: flags.state ?? nonEmpty(env.SEALSTACK_STATE),
    fallbackRegions: flags.fallbackRegion ?? nonEmpty(env.SEALSTACK_FALLBACK_REGIONS)?.split(","),
    ...stateDirectories(flags.stateDir, env),
    outputs: here,
    outputsFrom,
  };
}

/** @returns what to throw where something that a run needs was not given and does not stand in the outputs either. */
export function notGiven(what: string, { outputsFrom }: Settings, hint: string): OperatorError {
  if (outputsFrom === undefined) return new OperatorError("usage", `no ${what} is given`, { hint });
  const sensitive = outputsFrom.described.includes("cdktf")
    ? "; sensitive outputs need --outputs-file-include-sensitive-outputs"
    : "";
  return new OperatorError("usage", `no ${what} is given: ${outputsFrom.described} has none`, {
    hint: `${hint}${sensitive}`,
  });
}

/**
 * Where key and bucket of a region stand in the outputs of a stack that has a second one.
 * @param asked whether somebody asked for that region with a flag; a variable may be about something else.
 * @throws OperatorError `usage`, where the stack has nothing there.
 */
function outputsIn(region: string | undefined, asked: boolean, outputs: StackOutputs): StackOutputs {
  const first = textOf(outputs[OUTPUT.region]);
  const replicas = objectOf(outputs[REPLICAS_OUTPUT]);
  if (region === undefined || first === undefined || region === first) return outputs;
  const there = objectOf(replicas[region]);
  if (Object.keys(there).length > 0) return { ...outputs, [OUTPUT.bucket]: undefined, ...there };
  const regions = Object.keys(replicas);
  if (!asked || regions.length === 0) return outputs;
  throw new OperatorError(
    "usage",
    `the stack has nothing in ${region}, only in ${[first, ...regions].join(", ")}`,
    {
      hint: "give one of its regions with --region",
    },
  );
}

/** The prefixes of a stack's outputs; everything where there are none. */
function stackPrefixes(outputs: StackOutputs): readonly [string, ...string[]] {
  const listed = outputs[OUTPUT.prefixes];
  const [first, ...more] = Array.isArray(listed) ? listed.filter((item) => typeof item === "string") : [];
  return [first ?? "", ...more];
}

const regionOfArn = (key: string | undefined): string | undefined =>
  key?.startsWith("arn:") ? nonEmpty(key.split(":")[3]) : undefined;
const withSlash = (prefix: string): string => (prefix === "" || prefix.endsWith("/") ? prefix : `${prefix}/`);
const nonEmpty = (text: string | undefined): string | undefined => (text === "" ? undefined : text);
const textOf = (value: unknown): string | undefined =>
  typeof value === "string" ? nonEmpty(value) : undefined;
const objectOf = (value: unknown): StackOutputs =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as StackOutputs) : {};
/** The stack's key, and those that it had before or will have: each opens what it sealed. */
function openers(outputs: StackOutputs): string[] {
  const versions = outputs[OUTPUT.keyVersions];
  const arns = Array.isArray(versions) ? versions.flatMap((each) => listOf(objectOf(each).arn)) : [];
  return [...new Set([...listOf(outputs[OUTPUT.keyArn]), ...arns])];
}

const listOf = (value: unknown): string[] => (typeof value === "string" && value !== "" ? [value] : []);
