/** Settings of a run: flags, then environment, then the outputs file. Pure: the caller reads files and environment. */
import { OUTPUT } from "../modules/backup-contract";
import { OperatorError } from "./errors";
import type { StackOutputs } from "./outputs-file";

import { checkedEndpoint, checkedRegion, endpointVariables } from "./settings-checks";

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
}

export interface Settings {
  /**
   * KMS keys to seal with: ARNs, ids or aliases; empty in passphrase mode. From an outputs file this is the alias, because the
   * writer's permission is bound to it.
   */
  readonly sealKeys: readonly string[];
  /** KMS keys that may open: ARNs, or aliases that have to be looked up. From an outputs file this is the key ARN. */
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
  const prefix = flags.prefix ?? nonEmpty(env.SEALSTACK_PREFIX);
  const keys = flags.key ?? nonEmpty(env.SEALSTACK_KEY)?.split(",");
  return {
    sealKeys: usesPassphrase ? [] : (keys ?? listOf(outputs[OUTPUT.alias])),
    openKeys: usesPassphrase ? [] : (keys ?? listOf(outputs[OUTPUT.keyArn])),
    bucket: flags.bucket ?? nonEmpty(env.SEALSTACK_BUCKET) ?? textOf(outputs[OUTPUT.bucket]),
    prefix: withSlash(prefix ?? ""),
    prefixGiven: prefix !== undefined,
    searchPrefixes: prefix === undefined ? stackPrefixes(outputs) : [withSlash(prefix)],
    region: checkedRegion(
      flags.region ??
        nonEmpty(env.AWS_REGION) ??
        nonEmpty(env.AWS_DEFAULT_REGION) ??
        textOf(outputs[OUTPUT.region]) ??
        regionOfArn(keys?.[0]),
    ),
    endpoint: checkedEndpoint(flags.endpointUrl, "--endpoint-url"),
    awsVariables: endpointVariables(env),
    passphraseFile: passphrase,
    passphrasePrompt: flags.passphrasePrompt === true,
    outputs,
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
const listOf = (value: unknown): string[] => (typeof value === "string" && value !== "" ? [value] : []);
