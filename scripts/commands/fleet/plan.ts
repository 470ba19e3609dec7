import { PRICES_AS_OF } from "../../core/cost/prices";
import { formatUsd, quantityText, unitPriceText } from "../../core/cost/words";
import { writeAtomically } from "../../core/files/atomic-file";
import type { Architecture, FleetDriver } from "../../core/fleet/effort/quantities";
import { workOf as requestsOf } from "../../core/fleet/effort/requests";
import { formatRow } from "../../core/fleet/manifest";
import { type Estimate, estimate } from "../../core/fleet/plan/estimate";
import { inventoryObjects } from "../../core/fleet/plan/inventory";
import { FleetFigures, listedObjects, listedVersions, type SeenObject } from "../../core/fleet/plan/objects";
import { assertNoLock } from "../../core/fleet/plan/work";
import { OperatorError } from "../../errors";
import type { Report } from "../../output/output";
import type { Settings } from "../../settings/config";
import { shellWord } from "../../shell-word";
import { type Fact, formatBytes, formatDuration, formatFacts } from "../format";
import type { CommandIo } from "../io";
import { type JobOptions, requestLines, requestOf, withOutputs } from "./job";
import { kmsRateOf, rateFacts } from "./kms-rate";
import { inventoryPlace } from "./places";
import { type WorkOptions, workOf } from "./work";

export interface PlanOptions extends WorkOptions, JobOptions {
  /** File for the manifest. */
  readonly manifest: string;
  readonly force: boolean;
  readonly driver: FleetDriver;
  /** Of the function, for what its time costs. */
  readonly architecture: Architecture;
  /** `manifest.json` of an S3 Inventory. @default - the bucket is listed */
  readonly inventory: string | undefined;
  /** Name the version of each object. */
  readonly versions: boolean;
  /** Requests to KMS a second. @default - half of the account's quota */
  readonly kmsRate: number | undefined;
}

/** Characters that are written at a time. */
const BLOCK_LENGTH = 256 * 1024;

/** Writes the manifest of a fleet, and says what work on it takes. Asks KMS for the state of keys, and changes nothing. */
export async function run(given: PlanOptions, io: CommandIo): Promise<Report> {
  const options = withOutputs(given);
  const { settings, manifest, force, operation } = options;
  const { signal, output } = io;
  const work = await workOf(options, io);
  if (work.operation === "rekey-outer") {
    const store = await io.services.versions(settings);
    const remark = assertNoLock(await store.bucketLock({ signal }), store.name);
    if (remark !== undefined) output.warn(remark);
  }
  const everything = work.operation === "rekey-outer"; // the old key closes all that it was put around
  const figures = new FleetFigures(everything);
  const objects = await objectsOf(options, everything, io);
  let bucket: string | undefined;
  const blocks = async function* () {
    let block = "";
    for await (const object of objects) {
      const row = figures.take(object);
      if (row === undefined) continue;
      bucket ??= row.bucket;
      block += formatRow(row);
      if (block.length < BLOCK_LENGTH) continue;
      output.progress(`${figures.objects} backups`);
      yield Buffer.from(block);
      block = "";
    }
    if (figures.objects === 0)
      throw new OperatorError(
        "notFound",
        `there are no backups to make a manifest of, among ${figures.others} objects`,
        {
          hint: "check --bucket and --prefix, or the inventory",
        },
      );
    yield Buffer.from(block);
  };
  await writeAtomically(blocks(), manifest, { overwrite: force, signal });
  const batch = options.driver === "s3-batch";
  const kmsRate = await kmsRateOf(options.kmsRate, work, settings, io);
  const found = estimate(figures, requestsOf(work, figures, batch), {
    region: settings.region,
    kmsRate: kmsRate?.perSecond ?? 1, // of no requests
    driver: options.driver,
    architecture: options.architecture,
  });
  if (figures.archived > 0 && !everything)
    output.warn(
      `${figures.archived} are in an archive (Glacier): they fail until \`restore --rehydrate\`, or a job of S3, has brought them back`,
    );
  const request = batch ? await requestOf(options, work, manifest, undefined) : undefined;
  return {
    data: {
      manifest,
      operation,
      bucket,
      driver: options.driver,
      ...figures,
      ...found,
      kmsRate: kmsRate ?? null,
      createJob: request ?? null,
    },
    lines: [
      ...formatFacts(
        `planned ${operation} of ${figures.objects} ${everything ? "objects" : "backups"} in s3://${bucket}`,
        [
          ["manifest", manifest],
          ["holds", `${formatBytes(figures.bytes)}, the largest ${formatBytes(figures.largestBytes)}`],
          ...(figures.others > 0
            ? [["left out", `${figures.others} objects that are no backups`] as const]
            : []),
          ...takes(found),
          ...rateFacts(kmsRate),
          ...costs(found, settings),
        ],
      ),
      ...(request === undefined
        ? []
        : ["the job that `fleet run` makes with --yes:", ...requestLines(request)]),
      ...(options.driver === "step-functions"
        ? ["next: store the manifest in S3, and start the state machine with it"]
        : ["next:", `  ${nextLine(options)}`]),
    ],
  };
}

async function objectsOf(
  { settings, inventory, versions }: PlanOptions,
  everything: boolean,
  io: CommandIo,
): Promise<AsyncIterable<SeenObject>> {
  const { services, signal } = io;
  const { searchPrefixes: prefixes } = settings;
  const noncurrent = versions && everything;
  if (inventory !== undefined)
    return inventoryObjects(await inventoryPlace(inventory, settings, io), {
      prefixes,
      versions,
      noncurrent,
    });
  const store = await services.store(settings); // which sees to it that there is a bucket
  const bucket = settings.bucket ?? "";
  return versions
    ? listedVersions(await services.versions(settings), bucket, prefixes, noncurrent, signal)
    : listedObjects(store, bucket, prefixes, signal);
}

function takes({ kmsCalls, lambdaInvocations, lambdaGbSeconds, kmsSeconds }: Estimate): Fact[] {
  return [
    [
      "KMS",
      kmsCalls === 0
        ? "no requests"
        : `${kmsCalls.toLocaleString("en")} requests at most, ${formatDuration(kmsSeconds * 1000)} of them at this rate`,
    ],
    ...(lambdaInvocations === 0
      ? []
      : [
          [
            "Lambda",
            `${lambdaInvocations.toLocaleString("en")} invocations, ${lambdaGbSeconds.toLocaleString("en")} GB-seconds at most, by an estimate`,
          ] as const,
        ]),
  ];
}

function costs({ bill }: Estimate, { region }: Settings): Fact[] {
  if (bill === undefined)
    return [["costs", `not known: no prices of ${region ?? "this Region"} are in the table`]];
  return [
    [
      "costs",
      [
        `${formatUsd(bill.totalUsd)} USD, with the prices of ${PRICES_AS_OF}:`,
        ...bill.items.map(
          (item) =>
            `  ${quantityText(item)} at ${unitPriceText(item)}: ${formatUsd(item.monthlyUsd)} (${item.what})`,
        ),
        ...bill.withoutPrice.map((each) => `  not counted: ${each}`),
        "  not counted: S3's own work on objects, versions that are stored beside others, transfer",
      ],
    ],
  ];
}

function nextLine({ manifest, operation, driver, toKeys, fromKeys, settings, kmsRate }: PlanOptions): string {
  const keys = [
    ...settings.openKeys.flatMap((key) => ["--key", key]),
    ...fromKeys.flatMap((key) => ["--from-key", key]),
    ...toKeys.flatMap((key) => ["--to-key", key]),
  ];
  const places = driver === "local" ? ["--report", `${manifest}.report`] : [];
  const rate = driver === "local" && kmsRate !== undefined ? ["--kms-rate", String(kmsRate)] : [];
  return [
    "sealstack",
    "fleet",
    "run",
    "--driver",
    driver,
    "--manifest",
    manifest,
    "--operation",
    operation,
    ...keys,
    ...places,
    ...rate,
  ]
    .map(shellWord)
    .join(" ");
}
