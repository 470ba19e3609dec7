/** The rows of one operation on many objects. */
import { InvalidArgumentError, Option } from "commander";
import { FLEET_OPERATIONS, type FleetOperation } from "../../../modules/backup-contract";
import type { CommandSpec } from "../command-spec";
import { collect, OPTION } from "../options";

const MAX_CONCURRENCY = 256;
const MAX_RATE = 1_000_000;

const whole =
  (what: string, max: number) =>
  (text: string): number => {
    const value = Number(text);
    if (/^\d{1,7}$/.test(text) && value >= 1 && value <= max) return value;
    throw new InvalidArgumentError(`It must be a whole number of ${what}, 1 to ${max}.`);
  };

const WORK_OPTIONS = (drivers: readonly string[]): readonly Option[] => [
  new Option("--operation <name>", "what is done to each object")
    .choices(FLEET_OPERATIONS)
    .makeOptionMandatory(),
  new Option(
    "--to-key <arn|alias>",
    "with rewrap, reencrypt and rekey-outer: KMS key to encrypt under; may be repeated (default: alias of the stack)",
  ).argParser(collect),
  new Option(
    "--from-key <arn|alias>",
    "with rewrap and reencrypt: only backups that this key opens; may be repeated",
  ).argParser(collect),
  new Option(
    "--key <arn|alias>",
    "key that may open backups; may be repeated (default: keys of the stack; env SEALSTACK_KEY, comma-separated)",
  ).argParser(collect),
  new Option("--prove", "with rewrap: decrypt every data key under its new key, and compare it"),
  new Option("--driver <name>", "what does it: this host, or an engine of AWS")
    .choices(drivers)
    .default("local"),
  new Option(
    "--kms-rate <number>",
    "requests to KMS a second, at most (default: half of the account's quota, where Service Quotas tells it, else of AWS's default)",
  ).argParser(whole("requests", MAX_RATE)),
  new Option(
    "--role-arn <arn>",
    "with s3-batch: role that S3 Batch Operations assumes (default: of the stack)",
  ),
  new Option(
    "--function-arn <arn>",
    "with s3-batch: function of dist/fleet-handler.mjs; fixity and rekey-outer need none (default: of the stack)",
  ),
  new Option(
    "--manifest-location <s3-url>",
    "with s3-batch: s3://bucket/prefix that the manifest is stored below (default: of the stack)",
  ),
  new Option(
    "--report-location <s3-url>",
    "with s3-batch: s3://bucket/prefix that the report is written below (default: of the stack)",
  ),
];

interface WorkFlags {
  readonly operation: FleetOperation;
  readonly toKey?: readonly string[];
  readonly fromKey?: readonly string[];
  readonly prove?: boolean;
  readonly kmsRate?: number;
  readonly roleArn?: string;
  readonly functionArn?: string;
  readonly manifestLocation?: string;
  readonly reportLocation?: string;
}

const work = (flags: WorkFlags) => ({
  operation: flags.operation,
  toKeys: flags.toKey ?? [],
  fromKeys: flags.fromKey ?? [],
  prove: flags.prove ?? false,
  kmsRate: flags.kmsRate,
  roleArn: flags.roleArn,
  functionArn: flags.functionArn,
  manifestLocation: flags.manifestLocation,
  reportLocation: flags.reportLocation,
});

export const FLEET_COMMANDS: readonly CommandSpec[] = [
  {
    name: "fleet plan",
    summary:
      "write a manifest of all backups, and say which requests, time and money an operation on them takes",
    options: [
      ...WORK_OPTIONS(["local", "s3-batch", "step-functions"]),
      new Option("--architecture <name>", "with s3-batch and step-functions: of the function, for its price")
        .choices(["x86_64", "arm64"])
        .default("x86_64"),
      OPTION.bucket(),
      OPTION.prefix(),
      new Option(
        "--manifest <file>",
        "file for the manifest, as S3 Batch Operations takes it",
      ).makeOptionMandatory(),
      OPTION.force(),
      new Option(
        "--inventory <file|s3-url>",
        "manifest.json of an S3 Inventory in CSV or Parquet, instead of a listing of the bucket",
      ),
      new Option("--versions", "name the current version of each object, so that no other one is worked on"),
    ],
    example: "fleet plan --outputs cdktf.outputs.json --operation verify-quick --manifest fleet.csv",
    prepare: async (flags) => {
      const { manifest, force = false, inventory, versions = false, driver, architecture } = flags;
      const { run } = await import("../../commands/fleet/plan");
      return (settings, io) =>
        run({ settings, ...work(flags), driver, architecture, manifest, force, inventory, versions }, io);
    },
  },
  {
    name: "fleet run",
    summary:
      "do one operation on every object of a manifest, here or by S3 Batch Operations; nothing is ever deleted",
    options: [
      ...WORK_OPTIONS(["local", "s3-batch"]),
      new Option("--manifest <file>", "manifest, as `fleet plan` writes it").makeOptionMandatory(),
      new Option(
        "--report <directory>",
        "with local: directory for the report; the same again goes on where a killed run was",
      ),
      new Option("--concurrency <number>", "with local: objects that are worked on at a time")
        .argParser(whole("objects", MAX_CONCURRENCY))
        .default(16),
      new Option("--yes", "with s3-batch: store the manifest and make the job; without it, the job is shown"),
    ],
    example:
      "fleet run --outputs cdktf.outputs.json --operation verify-quick --manifest fleet.csv --report fleet-report",
    prepare: async (flags) => {
      const { manifest, report, driver, concurrency, yes = false } = flags;
      const { run } = await import("../../commands/fleet/run");
      return (settings, io) =>
        run({ settings, ...work(flags), driver, manifest, report, concurrency, yes }, io);
    },
  },
  {
    name: "fleet package",
    summary:
      "write the zip file of the function for Lambda: the same bytes wherever it is made of the same version",
    options: [new Option("--out <file>", "file for it").default("fleet-handler.zip"), OPTION.force()],
    example: "fleet package --out fleet-handler.zip",
    prepare: async ({ out, force = false }) => {
      const { run } = await import("../../commands/fleet/package");
      return (_settings, io) => run({ out, force }, io);
    },
  },
  {
    name: "fleet report",
    summary:
      "sum a completion report up by cause, and write the manifest of what failed, which `fleet run` takes again",
    arguments: [
      {
        name: "<folder>",
        description:
          "directory, or s3://bucket/prefix/job-id, with the report's manifest.json; or that of a map run of Step Functions",
      },
    ],
    options: [
      new Option("--failed-manifest <file>", "file for a manifest of what failed"),
      new Option(
        "--manifest <file>",
        "manifest of the job, which may have ended half-way: what of it has no result is told, and stands in --failed-manifest, too",
      ),
      OPTION.force(),
      new Option(
        "--fixity",
        "of a job with the operation fixity: compare the digests that S3 computed with those in the backups' manifests",
      ),
    ],
    example: "fleet report fleet-report --failed-manifest again.csv",
    prepare: async ({ failedManifest, manifest, force = false, fixity = false }, [folder = ""]) => {
      const { run } = await import("../../commands/fleet/report");
      return (settings, io) => run({ settings, folder, failedManifest, manifest, force, fixity }, io);
    },
  },
];
