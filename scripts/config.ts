/** Settings of a run: flags, then environment, then the outputs file. Pure: the caller reads files and environment. */
import { OUTPUT } from "../modules/backup-contract";
import { OperatorError } from "./errors";

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
  /** `undefined` leaves it to the SDK (profile). */
  readonly region: string | undefined;
  readonly endpoint: string | undefined;
  /** File that holds the passphrase in its first line. */
  readonly passphraseFile: string | undefined;
  /** Ask for the passphrase on the terminal. */
  readonly passphrasePrompt: boolean;
  /** All outputs of the stack; empty without an outputs file. */
  readonly outputs: StackOutputs;
}

/** One stack of an outputs file. */
export type StackOutputs = Readonly<Record<string, unknown>>;

type Environment = Readonly<Record<string, string | undefined>>;

export function resolveSettings(flags: SharedFlags, env: Environment, outputs: StackOutputs = {}): Settings {
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
    searchPrefixes: prefix === undefined ? stackPrefixes(outputs) : [withSlash(prefix)],
    region: checkedRegion(
      flags.region ??
        nonEmpty(env.AWS_REGION) ??
        nonEmpty(env.AWS_DEFAULT_REGION) ??
        textOf(outputs[OUTPUT.region]) ??
        regionOfArn(keys?.[0]),
    ),
    endpoint: checkedEndpoint(flags.endpointUrl ?? nonEmpty(env.AWS_ENDPOINT_URL)),
    passphraseFile: passphrase,
    passphrasePrompt: flags.passphrasePrompt === true,
    outputs,
  };
}

/** It becomes a part of a host's name. */
function checkedRegion(region: string | undefined): string | undefined {
  if (region === undefined || /^[a-z0-9][a-z0-9-]{0,62}$/.test(region)) return region;
  throw new OperatorError("usage", `the region must be lower-case letters, digits and '-', got '${region}'`, {
    hint: "set --region or AWS_REGION to something like eu-central-1",
  });
}

function checkedEndpoint(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  throw new OperatorError("usage", `the endpoint must be a URL with http or https, got '${text}'`, {
    hint: "set AWS_ENDPOINT_URL or --endpoint-url to something like https://kms.example.org",
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

/**
 * The stack in the text of an outputs file, as `cdktf output --outputs-file` writes it.
 * @param stack name of the stack; not needed where the file has one.
 * @throws OperatorError `usage`.
 */
export function parseOutputs(text: string, file: string, stack?: string): StackOutputs {
  const stacks = parseObject(text, file);
  const names = Object.keys(stacks);
  const name = stack ?? (names.length === 1 ? names[0] : undefined);
  const found = name === undefined ? undefined : stacks[name];
  if (typeof found === "object" && found !== null) return found as StackOutputs;
  const problem = stack === undefined ? `has ${names.length} stacks` : `has no stack '${stack}'`;
  throw new OperatorError("usage", `${file} ${problem}; it has: ${names.join(", ") || "none"}`, {
    hint: "name one of them with --stack",
  });
}

function parseObject(text: string, file: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>;
  } catch {
    // falls through to the same error: what is wrong inside may be secret, so the parser's words are not shown
  }
  throw new OperatorError("usage", `${file} is not an outputs file`, {
    hint: "write it with `cdktf output --outputs-file FILE` or `cdktf deploy --outputs-file FILE`",
  });
}
