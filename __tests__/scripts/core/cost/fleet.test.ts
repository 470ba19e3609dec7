import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Estimate, estimate } from "../../../../scripts/core/cost/estimate";
import { pricing } from "../../../../scripts/core/cost/prices";
import { type ProfileInput, profileOf } from "../../../../scripts/core/cost/profile/parse";
import { synthesisOfOutputs } from "../../../../scripts/core/cost/synthesis/from-outputs";
import { readSynthesis } from "../../../../scripts/core/cost/synthesis/read";

const GOLDEN = readFileSync(join(__dirname, "../../../golden/fleet.json"), "utf8");
const MILLION = 1_000_000;
const ONE = { campaignsPerMonth: 1, campaignObjects: MILLION, backupSize: "4MiB" };

interface Changes {
  readonly operation?: string;
  readonly region?: string;
  readonly function?: Readonly<Record<string, unknown>>;
  readonly without?: readonly string[];
}

/** The stack of the golden file, in a Region in which everything has a price. */
function costOf(usage: ProfileInput, changes: Changes = {}): Estimate {
  const stack = JSON.parse(GOLDEN);
  stack.provider.aws[0].region = changes.region ?? "us-east-1";
  stack.output.fleet_operation.value = changes.operation ?? "verify-quick";
  const [name = ""] = Object.keys(stack.resource.aws_lambda_function);
  Object.assign(stack.resource.aws_lambda_function[name], changes.function);
  for (const type of changes.without ?? []) delete stack.resource[type];
  return estimate(readSynthesis(JSON.stringify(stack), "f", "fleet"), profileOf(usage), pricing());
}

/** Quantities by price, of what is of campaigns. */
const quantities = (found: Estimate): Readonly<Record<string, number>> => {
  const sums: Record<string, number> = {};
  for (const { of, price, quantity } of found.items)
    if (of === "campaigns") sums[price] = (sums[price] ?? 0) + quantity;
  return sums;
};

const S3_ALONE = { without: ["aws_lambda_function", "aws_sfn_state_machine", "aws_cloudwatch_log_group"] };

describe("a fleet without a campaign", () => {
  it("costs what its alarms cost, and says so", () => {
    const { items, notCounted } = costOf({});
    expect(items.map(({ price }) => price)).toEqual(["cloudwatch.alarm"]);
    expect(notCounted).toEqual([
      "campaigns of verify-quick: the usage profile has none, and without them a fleet costs what its alarms cost; give campaignsPerMonth and campaignObjects",
    ]);
  });

  it("is a bucket of reports, and not of backups that come every day", () => {
    expect(costOf({ backupsPerDay: 24 }).prefixes).toEqual([]);
  });
});

describe("a campaign", () => {
  it("of verify-quick by a job of S3 is requests, the function's time and the job", () => {
    // One request to KMS and eleven to S3 for each, 100 ms each, at 2 GB; 4 MiB at 300 MiB a core, of which there are 2048/1769.
    const seconds = 12 * 0.1 + 4 / (300 * (2048 / 1769));
    expect(quantities(costOf(ONE))).toEqual({
      "kms.requests": 2 * MILLION, // the data key, and S3's own for the object
      "s3.requests.read": 11 * MILLION,
      "lambda.requests": MILLION,
      "lambda.gbSeconds.arm64": expect.closeTo(2 * seconds * MILLION, 0),
      "s3.batch.job": 1,
      "s3.batch.objects": MILLION,
    });
  });

  it.each([
    ["verify", 2, 3, 0],
    ["rewrap", 4, 1, 3],
    ["reencrypt", 5, 5, 5],
  ])(
    "of %s takes %d requests to KMS, %d that read and %d that write, for each backup",
    (operation, ...each) => {
      const found = quantities(costOf(ONE, { operation }));
      expect([found["kms.requests"], found["s3.requests.read"], found["s3.requests.write"] ?? 0]).toEqual(
        each.map((count) => count * MILLION),
      );
    },
  );

  it.each([
    ["fixity", { "kms.requests": MILLION, "s3.requests.read": MILLION }],
    ["rekey-outer", { "kms.requests": 2 * MILLION }],
  ])("of %s is S3's own work: it has no function and no log", (operation, requests) => {
    const found = costOf(ONE, { ...S3_ALONE, operation });
    expect(quantities(found)).toEqual({ ...requests, "s3.batch.job": 1, "s3.batch.objects": MILLION });
    expect(found.items.filter(({ price }) => price.startsWith("logs."))).toEqual([]);
    expect(found.notCounted).toEqual([
      `${operation}: S3's own work on objects, beside its requests and the job`,
    ]);
  });

  it("costs by the architecture and the memory of the function, and by what Lambda takes where it says neither", () => {
    const [arm, x86, least] = [
      quantities(costOf(ONE)),
      quantities(costOf(ONE, { function: { architectures: ["x86_64"], memory_size: 4096 } })),
      quantities(costOf(ONE, { function: { architectures: undefined, memory_size: undefined } })),
    ];
    const waits = 12 * 0.1 * MILLION;
    const [atArm, atX86] = [arm["lambda.gbSeconds.arm64"] ?? 0, x86["lambda.gbSeconds.x86_64"] ?? 0];
    expect(atX86 - atArm).toBeCloseTo(2 * waits, 0);
    expect(atArm - (least["lambda.gbSeconds.x86_64"] ?? 0)).toBeCloseTo((2 - 0.125) * waits, 0);
  });

  it("is a multiple of one, and takes as much of everything", () => {
    const [once, often] = [quantities(costOf(ONE)), quantities(costOf({ ...ONE, campaignsPerMonth: 3 }))];
    for (const [price, quantity] of Object.entries(once)) expect(often[price]).toBeCloseTo(3 * quantity, 0);
  });

  it("by Step Functions has steps and no job, where there is a state machine", () => {
    const usage = { ...ONE, campaignsByStepFunctions: true };
    const found = quantities(costOf(usage));
    expect(found["states.transitions"]).toBe(4 * MILLION);
    expect(Object.keys(found).filter((price) => price.startsWith("s3.batch"))).toEqual([]);
    const none = quantities(costOf(usage, { without: ["aws_sfn_state_machine"] }));
    expect(none["states.transitions"]).toBeUndefined();
    expect(none["s3.batch.job"]).toBe(1);
  });

  it("leaves a log, manifests and reports, as long as their rules say", () => {
    const found = costOf({ ...ONE, campaignLogSize: "1GiB", campaignObjects: 1 });
    const gib = (price: string) => found.items.find((item) => item.price === price)?.quantity;
    expect(gib("logs.ingestion")).toBeCloseTo(1, 10);
    expect(gib("logs.storage")).toBeCloseTo(90 / (730 / 24), 10);
    const kept = costOf(ONE).items.find(({ what }) => what === "manifests and reports, current versions");
    expect(kept?.quantity).toBeCloseTo((400 * MILLION * 90) / (730 / 24) / 1024 ** 3, 3);
  });

  it("of what stores beside backups says that it is another stack's", () => {
    expect(costOf(ONE, { operation: "rewrap" }).notCounted).toEqual([
      "rewrap: what it stores beside backups, in their bucket, which another stack has",
    ]);
  });

  it("names the Regions that have a price, where its own has none, and counts nothing of it", () => {
    const found = costOf(ONE, { region: "eu-central-1" });
    expect(found.notCounted).toEqual([
      "job of S3 Batch Operations: the table has no price 's3.batch.job' for eu-central-1; it is 0.25 in eu-west-1, 0.25 in us-east-1, for 1 job",
      "objects of the job: the table has no price 's3.batch.objects' for eu-central-1; it is 1 in eu-west-1, 1 in us-east-1, for 1,000,000 objects",
    ]);
    expect(quantities(found)["s3.batch.job"]).toBeUndefined();
  });

  it("is of no stack that is not a fleet's, whose function is told as not counted", () => {
    const stack = JSON.parse(GOLDEN);
    delete stack.output;
    const synthesis = readSynthesis(JSON.stringify(stack), "f", "fleet");
    const found = estimate(synthesis, profileOf(ONE), pricing());
    expect(quantities(found)).toEqual({});
    expect(found.notCounted).toContain("aws_lambda_function: this estimate does not know what it costs");
  });
});

it("fails for the outputs of a fleet, whose key and bucket are another stack's", () => {
  expect(() => synthesisOfOutputs({ fleet_operation: "verify" }, "o.json", "us-east-1", 30)).toThrow(
    "o.json is of a fleet: its key and its bucket of backups are another stack's",
  );
});
