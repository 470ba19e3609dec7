/** Campaigns of the preset `fleet`: times that a stack works through all its backups. The stack alone costs what its alarms cost. */
import {
  FLEET_OPERATIONS,
  FLEET_OUTPUT,
  type FleetOperation,
  OUTPUT,
} from "../../../../modules/backup-contract";
import { functionTime } from "../../fleet/effort/function-time";
import {
  type Architecture,
  countedOf,
  type FleetDriver,
  invokesFunction,
} from "../../fleet/effort/quantities";
import { workOf } from "../../fleet/effort/requests";
import type { Quantity } from "../billing";
import { type Findings, merged } from "../findings";
import type { Profile } from "../profile/fields";
import type { Bucket } from "../synthesis/buckets";
import { numberAt, type Resource, type Synthesis } from "../synthesis/read";
import { DAYS_PER_MONTH, GIB } from "../units";
import { backupsIn } from "./backups";
import { versions } from "./storage";

/** Bytes of a row of a manifest and of one of a report, about: bucket, key of a backup, and in the report a sentence. */
const ROWS_BYTES = 400;

/** Requests that write the manifest and the report of a campaign, at least. */
const WRITES_PER_CAMPAIGN = 3;

/** Of a function that does not say it. Source: Lambda API Reference, CreateFunction. */
const DEFAULT_ARCHITECTURE = "x86_64";
const DEFAULT_MEMORY_MIB = 128;

/** What a stack of `fleet` does. */
interface Fleet {
  readonly operation: FleetOperation;
  readonly keyArn: string;
  readonly driver: FleetDriver;
  /** `undefined` where S3 does the operation itself. */
  readonly worker: Resource | undefined;
}

/** Types of which {@link fleetFindings} knows what they cost, in a stack of a fleet. */
export const FLEET_TYPES: readonly RegExp[] = [/^aws_lambda_function$/, /^aws_sfn_state_machine$/];

/** Whether the stack says that it is one of `fleet`. */
export const isFleet = ({ outputs }: Pick<Synthesis, "outputs">): boolean =>
  FLEET_OPERATIONS.some((each) => each === outputs[FLEET_OUTPUT.operation]);

/** Everything that campaigns of a month take; nothing without one, and of other stacks. */
export function fleetFindings(synthesis: Synthesis, buckets: readonly Bucket[], profile: Profile): Findings {
  if (!isFleet(synthesis)) return { quantities: [] };
  const fleet = fleetOf(synthesis, profile);
  if (profile.campaignsPerMonth === 0) return { quantities: [], notCounted: [noCampaign(fleet)] };
  return merged([
    { quantities: workQuantities(synthesis, fleet, profile) },
    { quantities: logQuantities(synthesis, fleet, profile) },
    ...buckets.filter(({ role }) => role === "reports").map((bucket) => reportFindings(bucket, profile)),
    { quantities: [], notCounted: [...leftOut(fleet.operation)] },
  ]);
}

const noCampaign = ({ operation }: Fleet): string =>
  `campaigns of ${operation}: the usage profile has none, and without them a fleet costs what its alarms cost; give campaignsPerMonth and campaignObjects`;

function fleetOf({ outputs, resources }: Synthesis, { campaignsByStepFunctions }: Profile): Fleet {
  const ofType = (type: string): Resource | undefined => resources.find((each) => each.type === type);
  const machine = ofType("aws_sfn_state_machine");
  return {
    operation: outputs[FLEET_OUTPUT.operation] as FleetOperation,
    keyArn: String(outputs[OUTPUT.keyArn]),
    driver: campaignsByStepFunctions && machine !== undefined ? "step-functions" : "s3-batch",
    worker: ofType("aws_lambda_function"),
  };
}

function workQuantities(
  { region }: Synthesis,
  { operation, keyArn, driver, worker }: Fleet,
  { campaignsPerMonth, campaignObjects: objects, backupSize }: Profile,
): readonly Quantity[] {
  const settings = { operation, keys: [keyArn], fromKeys: [], toKeys: [keyArn], prove: false };
  const work = workOf(settings, { objects, bytes: objects * backupSize }, driver === "s3-batch");
  const requests = work.kmsCalls + work.reads + work.writes;
  const gbSeconds = invokesFunction(work, driver) ? functionTime(requests, work.bytes, memoryOf(worker)) : 0;
  const doer = { driver, architecture: architectureOf(worker), gbSeconds };
  const ofS3 = {
    what: "requests of S3 to KMS",
    price: "kms.requests",
    quantity: kmsOfS3(operation, objects),
  };
  return [...countedOf(work, objects, doer), ofS3].map(({ what, price, quantity }) => ({
    what,
    of: "campaigns",
    region,
    price,
    quantity: quantity * campaignsPerMonth,
  }));
}

/** For the key of the bucket of the backups, at most: backups were written at many times, so a bucket key of S3 opens few of them. What updates encryption is counted as work. */
function kmsOfS3(operation: FleetOperation, objects: number): number {
  if (operation === "rekey-outer") return 0;
  const writes = operation === "rewrap" || operation === "reencrypt";
  return objects * (writes ? 2 : 1);
}

/** Lambda's own lines of each invocation; the handler writes only what is a defect. */
function logQuantities(
  { resources }: Synthesis,
  { worker }: Fleet,
  { campaignsPerMonth, campaignObjects, campaignLogSize }: Profile,
): readonly Quantity[] {
  const group = resources.find(({ type }) => type === "aws_cloudwatch_log_group");
  if (worker === undefined || group === undefined) return [];
  const gib = (campaignsPerMonth * campaignObjects * campaignLogSize) / GIB;
  const days = numberAt(group, "retention_in_days", group.body.retention_in_days) ?? 0;
  const at = { of: group.address, region: group.region };
  return [
    { ...at, what: "log of the function: what comes in", price: "logs.ingestion", quantity: gib },
    {
      ...at,
      what: `log of the function: what is kept ${days} days`,
      price: "logs.storage",
      quantity: (gib * days) / DAYS_PER_MONTH,
    },
  ];
}

/** Manifests and reports, by the rules of their bucket. */
function reportFindings(bucket: Bucket, profile: Profile): Findings {
  const { campaignsPerMonth: perMonth, campaignObjects } = profile;
  const kept = backupsIn(bucket, profile).map((each) => ({
    ...each,
    bytes: campaignObjects * ROWS_BYTES,
    perMonth,
  }));
  return {
    quantities: [
      ...versions(bucket, kept, undefined, "manifests and reports"),
      {
        of: bucket.address,
        region: bucket.region,
        what: "requests that write manifests and reports",
        price: "s3.requests.write",
        quantity: perMonth * WRITES_PER_CAMPAIGN,
      },
    ],
  };
}

function leftOut(operation: FleetOperation): readonly string[] {
  switch (operation) {
    case "fixity":
    case "rekey-outer":
      return [`${operation}: S3's own work on objects, beside its requests and the job`];
    case "rewrap":
    case "reencrypt":
      return [`${operation}: what it stores beside backups, in their bucket, which another stack has`];
    case "verify":
    case "verify-quick":
      return [];
  }
}

function memoryOf(worker: Resource | undefined): number {
  if (worker === undefined) return DEFAULT_MEMORY_MIB;
  return numberAt(worker, "memory_size", worker.body.memory_size) ?? DEFAULT_MEMORY_MIB;
}

function architectureOf(worker: Resource | undefined): Architecture {
  const [named] = [worker?.body.architectures].flat();
  return named === "arm64" ? "arm64" : DEFAULT_ARCHITECTURE;
}
