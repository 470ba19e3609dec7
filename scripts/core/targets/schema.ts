/** What can stand in `backup.yaml`: the schema, with every default and description; also the source of the editors' JSON schema. */
import { resolve } from "node:path";
import { z } from "zod";
import { BACKUP_SOURCES, COMPRESSION_SUFFIX } from "../../../modules/backup-contract";
import { accepted } from "../accepted";
import { type Notify, notifySection, sharedNotifySection } from "../notify/section";
import { namedSo, normalPrefix } from "../object-key";
import { argv, cloudwatch, drill, etcd, hooks, retention, STDERR, span, spanSeconds, text } from "./sections";

/** Where the file is, when none is named. */
export const DEFAULT_TARGETS_FILE = "/etc/sealstack/backup.yaml";

/** A name stands in file names, metrics and terminals. */
const TARGET_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** What targets share, and each can say for itself. */
const shared = {
  outputs: text.optional().meta({
    description:
      "Outputs of the stack, from which key, bucket, prefixes and region come. Paths are relative to this file.",
  }),
  stack: text.optional().meta({ description: "Stack in the outputs file, where there are several." }),
  bucket: text.optional().meta({ description: "S3 bucket, where no outputs name it." }),
  key: text.optional().meta({ description: "KMS key: ARN or alias, where no outputs name it." }),
  passphraseFile: text
    .optional()
    .meta({ description: "File of mode 0600 with a passphrase, in place of a KMS key." }),
  region: text
    .optional()
    .meta({ description: "AWS region. Default: that of the outputs, else the environment's." }),
  endpointUrl: text.optional().meta({ description: "Endpoint instead of AWS's own." }),
  compression: z
    .enum(Object.keys(COMPRESSION_SUFFIX) as [keyof typeof COMPRESSION_SUFFIX])
    .optional()
    .meta({ description: "Of the archive. Default: gzip." }),
  every: span.optional().meta({ description: "How often there must be a backup. Default: 1d." }),
  maxAge: span.optional().meta({
    description: "How old the newest backup may get before somebody is called. Default: twice `every`.",
  }),
  retention: retention.optional(),
  drill: drill.optional(),
  notify: notifySection.optional(),
} as const;

const target = z
  .strictObject({
    ...shared,
    source: z.enum(BACKUP_SOURCES).default("files").meta({ description: "What it is." }),
    path: text.optional().meta({ description: "File, directory, or STEPPATH of a step-ca." }),
    program: argv.optional().meta({ description: "Program with its arguments whose output is backed up." }),
    prefix: accepted(normalPrefix).meta({
      description: "Where its backups are stored: one of the stack's prefixes.",
    }),
    name: accepted(namedSo)
      .optional()
      .meta({ description: "Name of the backups. Default: that of the target." }),
    context: z
      .record(z.string(), z.string())
      .default({})
      .meta({ description: "Pairs that backups are bound to; not secret." }),
    etcd: etcd.optional().meta({ description: "How etcd is reached." }),
    stepCaPasswordFile: text
      .optional()
      .meta({ description: "Password of step-ca's intermediate key, to check it." }),
    skipIfUnchanged: z
      .boolean()
      .default(false)
      .meta({ description: "Leave a mark in place of a backup when nothing changed." }),
    skipUnsupported: z
      .boolean()
      .default(false)
      .meta({ description: "Leave out sockets, devices and links that lead out." }),
    hooks,
  })
  .superRefine(({ source, path, program, etcd: reached }, context) => {
    const problem = (key: string, message: string) =>
      context.addIssue({ code: "custom", path: [key], message });
    if (source === "etcd") {
      if (path !== undefined)
        problem("path", "must be left out with etcd, which is reached over the network");
      if (program !== undefined) problem("program", "must be left out with etcd");
    } else {
      if (reached !== undefined) problem("etcd", `must be left out with source ${source}`);
      if (path === undefined && program === undefined) problem("path", "is missing");
      if (path !== undefined && program !== undefined) problem("program", "must be left out beside path");
      if (program !== undefined && source !== "files") problem("program", "goes with source files only");
    }
  });

const DEFAULT_EVERY = "1d";

/** `backup.yaml`. */
export const targetsSchema = z
  .strictObject({
    defaults: z
      .strictObject({ ...shared, notify: sharedNotifySection.optional() })
      .prefault({})
      .meta({ description: "What all targets have, unless they say otherwise." }),
    targets: z
      .record(
        z.string().refine((name) => TARGET_NAME.test(name), {
          error: ({ input }) => `must be 1 to 64 letters, digits, '.', '_' or '-', got '${String(input)}'`,
        }),
        target,
      )
      .refine((all) => Object.keys(all).length > 0, { error: "must not be empty" })
      .meta({ description: "What is backed up, by names of your own." }),
    cloudwatch: cloudwatch.optional(),
    logFormat: z.enum(["text", "json"]).optional().meta({
      description:
        "What `sealstack run` writes to stderr; --log-format and SEALSTACK_LOG_FORMAT go before it. Default: text.",
    }),
    metricsFile: text.optional().meta({
      description:
        "File that is written after each run, for Prometheus' node_exporter (--collector.textfile.directory). Default: none.",
    }),
  })
  .superRefine(({ defaults, targets }, context) => {
    for (const [
      name,
      { maxAge = defaults.maxAge, every = defaults.every ?? DEFAULT_EVERY },
    ] of Object.entries(targets))
      if (maxAge !== undefined && (spanSeconds(maxAge) ?? 0) < (spanSeconds(every) ?? 0))
        context.addIssue({
          code: "custom",
          path: ["targets", name],
          message: `maxAge must not be shorter than every, got ${maxAge} and ${every}`,
        });
  })
  .meta({ description: "What `sealstack run` backs up on this host, and how often." });

/** A target with what all have: its name, how often there is to be a backup, and paths that do not depend on where a run is started. */
export type TargetConfig = z.infer<typeof target> & {
  readonly target: string;
  readonly every: string;
  readonly notify: Notify;
};
export interface Targets {
  readonly targets: readonly TargetConfig[];
  readonly metricsFile: string | undefined;
  readonly logFormat: "text" | "json" | undefined;
  readonly cloudwatch: z.infer<typeof cloudwatch> | undefined;
}

/** The JSON schema of the file as people write it: what has a default may be left out. */
export const targetsJsonSchema = (): string =>
  `${JSON.stringify(z.toJSONSchema(targetsSchema, { io: "input" }), null, 2)}\n`;

/** @param folder of the file, to which its paths are relative */
export function withDefaults(
  { defaults, targets, metricsFile, logFormat, cloudwatch: told }: z.infer<typeof targetsSchema>,
  folder: string,
): Targets {
  return {
    ...placed({ metricsFile }, ["metricsFile"], folder),
    logFormat,
    cloudwatch: told && (isPlace(told.to) ? placed(told, ["to"], folder) : told),
    targets: Object.entries(targets).map(([target, own]) => {
      const every = own.every ?? defaults.every ?? DEFAULT_EVERY;
      const all = placed({ ...given(defaults), ...given(own), target, every }, PATHS, folder);
      const told: Notify = { ...given(defaults.notify ?? {}), ...given(own.notify ?? {}) };
      return {
        ...all,
        ...(all.etcd && { etcd: placed(all.etcd, ETCD_PATHS, folder) }),
        notify: {
          ...told,
          ...(told.ping && { ping: placed(told.ping, ["urlFile"], folder) }),
          ...(told.webhook && { webhook: placed(told.webhook, ["urlFile"], folder) }),
        },
      };
    }),
  };
}

const isPlace = (to: string): boolean => to !== STDERR && !to.startsWith("tcp://");

/** The file that documents for CloudWatch are added to, where it is one. */
export const cloudwatchFile = ({ cloudwatch: told }: Targets): string | undefined =>
  told !== undefined && isPlace(told.to) ? told.to : undefined;

const PATHS = ["outputs", "path", "passphraseFile", "stepCaPasswordFile"] as const;
const ETCD_PATHS = ["cacert", "cert", "key"] as const;

/** With those of its paths that are given where they are whatever the current directory is. */
function placed<T extends object>(values: T, names: readonly (keyof T)[], folder: string): T {
  const paths = names.flatMap((name) => {
    const path = values[name];
    return typeof path === "string" ? [[name, resolve(folder, path)]] : [];
  });
  return { ...values, ...Object.fromEntries(paths) };
}

/** Without what is not given, which would hide what is. */
const given = <T extends object>(values: T): T =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;

/** A step that failed once, or whose timer was late, has another interval to make good. */
const INTERVALS_OF_AGE = 2;

/** What a target asks of one of its steps, in seconds. */
export interface StepDemand {
  /** How often it is to succeed. */
  readonly every: number;
  /** How old the last success may get. */
  readonly maxAge: number;
}

/** What is asked of each step, of those that the target has. */
export function demandsOf({ every, maxAge, retention, drill }: TargetConfig) {
  const demand = (span: string | undefined, age?: string): StepDemand | undefined => {
    const seconds = spanSeconds(span ?? "");
    if (seconds === undefined) return undefined;
    return { every: seconds, maxAge: spanSeconds(age ?? "") ?? INTERVALS_OF_AGE * seconds };
  };
  return { backup: demand(every, maxAge), prune: demand(retention?.every), drill: demand(drill?.every) };
}
