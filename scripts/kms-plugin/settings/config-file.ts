/** The configuration file: keys by name, and what the flags say, in camelCase. A flag wins over the file. Pure. */
import { parse, YAMLParseError } from "yaml";
import { z } from "zod";
import { OperatorError } from "../../errors";
import type { KeyConfig, PluginConfig } from "./config";
import { type Place, type PluginFlags, sharedOfFlags } from "./flags";
import { checkKeys } from "./key-rules";

const text = z.string().min(1);
const whole = z.number().int().nonnegative();

const KEY = z.strictObject({
  key: text,
  listen: text,
  encryptionContext: z.record(text, z.string()).default({}),
  previous: z.array(text).default([]),
  replicas: z.array(text).default([]),
  region: text.optional(),
  kmsEndpoint: text.optional(),
  sourceArn: text.optional(),
});

const FILE = z.strictObject({
  keys: z.record(
    z.string().regex(/^[A-Za-z0-9][\w.-]{0,62}$/, "names are letters, digits, '.', '_' and '-'"),
    KEY,
  ),
  region: text.optional(),
  kmsEndpoint: text.optional(),
  sourceArn: text.optional(),
  healthPort: text.optional(),
  healthzPath: text.optional(),
  livezPath: text.optional(),
  healthKmsVersion: text.optional(),
  qpsLimit: whole.optional(),
  burstLimit: whole.optional(),
  retryTokenCapacity: whole.optional(),
  kmsV2Version: z.enum(["v2", "v2beta1"]).optional(),
  socketMode: text.optional(),
  socketGroup: text.optional(),
  deadline: whole.min(1).optional(),
  probeInterval: whole.min(1).optional(),
  cacheEntries: whole.optional(),
  cacheTtl: whole.optional(),
  debug: z.boolean().optional(),
});

/** Flags that name keys: with a file, its keys say all of that. */
const KEY_FLAGS = ["key", "listen", "encryptionContext"] as const;

/** @throws OperatorError `usage` with every problem found in the text. */
export function configOfFile(content: string, file: string, flags: PluginFlags, place: Place): PluginConfig {
  return configOfValue(parsedYaml(content, file), file, flags, place);
}

/**
 * @param value what the file says, or the output `kms_plugin` of a stack.
 * @param file for messages.
 * @throws OperatorError `usage` with every problem found.
 */
export function configOfValue(value: unknown, file: string, flags: PluginFlags, place: Place): PluginConfig {
  const doubled = KEY_FLAGS.filter((name) => flags[name] !== undefined);
  if (doubled.length > 0)
    throw new OperatorError("usage", `${file} excludes the flags for keys: ${doubled.join(", ")}`, {
      hint: `say it in ${file}`,
    });
  const { keys: named, region, kmsEndpoint, sourceArn, ...shared } = checked(value, file);
  const defaults = { region, kmsEndpoint, sourceArn };
  const keys = Object.entries(named).map(([name, key]): KeyConfig => {
    const { kmsEndpoint: endpoint, ...rest } = { ...defaults, ...definedOf(key) };
    return {
      name,
      ...key,
      region: rest.region ?? place.region,
      endpoint: flags.kmsEndpoint ?? endpoint ?? place.endpoint,
      sourceArn: flags.sourceArn ?? rest.sourceArn,
    };
  });
  const [first, ...more] = keys;
  if (first === undefined) throw new OperatorError("usage", `${file} names no key`);
  checkKeys([first, ...more]);
  return { ...sharedOfFlags({ ...definedOf(shared), ...definedOf(flags) }), keys: [first, ...more] };
}

function parsedYaml(content: string, file: string): unknown {
  try {
    return parse(content);
  } catch (cause) {
    if (cause instanceof ReferenceError)
      throw new OperatorError("usage", `${file} is not YAML whose aliases can be followed`, { cause });
    if (!(cause instanceof YAMLParseError)) throw cause;
    const { line = 0, col = 0 } = cause.linePos?.[0] ?? {};
    throw new OperatorError("usage", `${file}:${line}:${col} is not YAML (${cause.code})`, { cause });
  }
}

function checked(value: unknown, file: string): z.infer<typeof FILE> {
  const result = FILE.safeParse(value);
  if (result.success) return result.data;
  const problems = result.error.issues.map(
    ({ path, message }) => `${path.join(".") || "the file"}: ${message}`,
  );
  throw new OperatorError("usage", `${file} is not a configuration of the plugin:`, {
    details: problems,
    hint: "see docs/kms-plugin.md",
  });
}

/** Without what is undefined, which would hide the value of another. */
function definedOf<T extends object>(object: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as ReturnType<
    typeof definedOf<T>
  >;
}
