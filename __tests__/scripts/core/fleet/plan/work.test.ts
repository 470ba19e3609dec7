import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CreateJobCommand, S3ControlClient } from "@aws-sdk/client-s3-control";
import { BYTES_PER_CORE, functionTime } from "../../../../../scripts/core/fleet/effort/function-time";
import {
  type Architecture,
  TRANSITIONS_PER_OBJECT,
} from "../../../../../scripts/core/fleet/effort/quantities";
import { workOf } from "../../../../../scripts/core/fleet/effort/requests";
import type { OperationSettings } from "../../../../../scripts/core/fleet/operations";
import { createJobRequest } from "../../../../../scripts/core/fleet/plan/create-job";
import { type EstimateSettings, estimate } from "../../../../../scripts/core/fleet/plan/estimate";
import { assertNoLock, jobOperation } from "../../../../../scripts/core/fleet/plan/work";
import { kmsQuota } from "../../../../../scripts/core/kms-quota";
import { REPO_ROOT } from "../../../../../tools/paths";
import { results } from "../../../../../tools/speed-docs/results";
import { ofSealstack } from "../../../../../tools/speed-docs/rows";

const KEY = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const FUNCTION = "arn:aws:lambda:eu-central-1:111122223333:function:fleet";
const REWRAP: OperationSettings = {
  operation: "rewrap",
  keys: [],
  fromKeys: [KEY],
  toKeys: [KEY],
  prove: true,
};

const REKEY: OperationSettings = { ...REWRAP, operation: "rekey-outer", fromKeys: [], prove: false };

/** The body of the request as AWS's own model writes it. */
async function sentFor(work: OperationSettings): Promise<string> {
  let body = "";
  const client = new S3ControlClient({
    region: "eu-central-1",
    endpoint: "https://s3-control.eu-central-1.amazonaws.com", // whatever the environment says
    credentials: { accessKeyId: "a", secretAccessKey: "b" },
    requestHandler: {
      handle: async ({ body: sent }: { body: string }) => {
        body = sent;
        throw new Error("not sent");
      },
    } as never,
    maxAttempts: 1,
  });
  const place = {
    accountId: "111122223333",
    roleArn: "arn:aws:iam::111122223333:role/fleet",
    manifestArn: "arn:aws:s3:::m/fleet.csv",
    manifestEtag: "60e460c9d1046e73f7dde5043ac3ae85",
    reportBucketArn: "arn:aws:s3:::r",
    reportPrefix: "reports",
  };
  const request = createJobRequest(place, {
    operation: jobOperation(work, FUNCTION),
    versions: true,
    description: "d",
    token: "t",
  });
  await client.send(new CreateJobCommand(request)).catch(() => {});
  return body;
}

describe("the work of a fleet", () => {
  it("becomes a request of AWS's own model, in which nothing is lost", async () => {
    const body = await sentFor(REWRAP);
    for (const part of [
      "<ConfirmationRequired>false</ConfirmationRequired>",
      `<LambdaInvoke><FunctionArn>${FUNCTION}</FunctionArn><InvocationSchemaVersion>2.0</InvocationSchemaVersion><UserArguments>`,
      `<entry><key>fromKeys</key><value>${KEY}</value></entry>`,
      "<Format>S3BatchOperations_CSV_20180820</Format><Fields><member>Bucket</member><member>Key</member><member>VersionId</member></Fields>",
      "<ObjectArn>arn:aws:s3:::m/fleet.csv</ObjectArn>",
      "<ReportScope>AllTasks</ReportScope>",
    ])
      expect(body).toContain(part);
    expect(await sentFor(REKEY)).toContain(
      `<S3UpdateObjectEncryption><ObjectEncryption><SSE-KMS><KMSKeyArn>${KEY}</KMSKeyArn><BucketKeyEnabled>true</BucketKeyEnabled></SSE-KMS></ObjectEncryption></S3UpdateObjectEncryption>`,
    );
    expect(
      await sentFor({ operation: "fixity", keys: [], fromKeys: [], toKeys: [], prove: false }),
    ).toContain(
      "<S3ComputeObjectChecksum><ChecksumAlgorithm>SHA256</ChecksumAlgorithm><ChecksumType>FULL_OBJECT</ChecksumType></S3ComputeObjectChecksum>",
    );
  });

  it("needs a function, where S3 does not do it itself", () => {
    expect(() => jobOperation(REWRAP, undefined)).toThrow("rewrap is done by a function");
    expect(jobOperation(REKEY, undefined)).toBeDefined();
  });

  it("is refused where a lock forbids it, with the reason", () => {
    expect(() => assertNoLock({ enabled: true, defaultMode: "COMPLIANCE" }, "s3://b")).toThrow(
      "S3 updates the encryption of no locked object: nobody can lift its COMPLIANCE locks before their time",
    );
    expect(() => assertNoLock({ enabled: true, defaultMode: "GOVERNANCE" }, "s3://b")).toThrow(
      "have to be lifted",
    );
    expect(assertNoLock({ enabled: true }, "s3://b")).toContain("one by one");
    expect(assertNoLock("unknown", "s3://b")).toContain("may not be asked");
    expect(assertNoLock({ enabled: false }, "s3://b")).toBeUndefined();
  });

  it("takes time at the rate of KMS, and money by the price table", () => {
    const figures = { objects: 1_000_000, bytes: 1_000_000 * 64 * 1024 };
    const found = estimate(figures, workOf(REWRAP, figures, true), {
      region: "us-east-1",
      kmsRate: 1000,
      driver: "s3-batch",
      architecture: "x86_64",
    });
    expect(found).toMatchObject({ kmsCalls: 3_000_000, lambdaInvocations: 1_000_000, kmsSeconds: 3000 });
    // KMS 3,000,000 at 0.03 for 10,000; a job 0.25; objects 1.00 a million.
    const usd = Object.fromEntries(
      (found.bill?.items ?? []).map(({ price, monthlyUsd }) => [price, monthlyUsd]),
    );
    expect(usd).toMatchObject({ "kms.requests": 9, "s3.batch.job": 0.25, "s3.batch.objects": 1 });
    const here = estimate(figures, workOf(REWRAP, figures, true), {
      region: "xx-nowhere-1",
      kmsRate: 1000,
      driver: "local",
      architecture: "x86_64",
    });
    expect(here).toMatchObject({ lambdaInvocations: 0, lambdaGbSeconds: 0, bill: undefined });
  });

  const VERIFY: OperationSettings = {
    ...REWRAP,
    operation: "verify",
    fromKeys: [],
    toKeys: [],
    prove: false,
  };
  const priced = (
    work: OperationSettings,
    settings: Pick<EstimateSettings, "driver" | "architecture" | "region">,
  ) => {
    const figures = { objects: 1_000_000, bytes: 0 };
    const byS3 = settings.driver === "s3-batch";
    return estimate(figures, workOf(work, figures, byS3), { kmsRate: 1000, ...settings }).bill;
  };
  const amounts = (...args: Parameters<typeof priced>) =>
    Object.fromEntries((priced(...args)?.items ?? []).map(({ price, monthlyUsd }) => [price, monthlyUsd]));

  it("counts the function by its requests, which take 100 ms each, and by its architecture", () => {
    const of = (architecture: Architecture) =>
      amounts(VERIFY, { driver: "s3-batch", architecture, region: "us-east-1" });
    // One of KMS and two of S3 for each: 0.3 GB-seconds.
    expect(of("x86_64")).toMatchObject({
      "lambda.requests": 0.2,
      "lambda.gbSeconds.x86_64": expect.closeTo(5.00001, 5),
    });
    expect(of("arm64")["lambda.gbSeconds.arm64"]).toBeCloseTo(4.00002, 5);
    expect(amounts(VERIFY, { driver: "local", architecture: "arm64", region: "us-east-1" })).toEqual({
      "kms.requests": 3,
      "s3.requests.read": 0.8,
    });
  });

  it("counts more memory for requests that are waited for, and not for bytes, which go faster", () => {
    expect(functionTime(10, 0, 2048)).toBeCloseTo(2 * functionTime(10, 0, 1024), 10);
    expect(functionTime(0, 2 ** 30, 2048)).toBeCloseTo(functionTime(0, 2 ** 30, 1024), 10);
  });

  it("counts the states of the machine where it does the work, and no job", () => {
    const found = amounts(VERIFY, {
      driver: "step-functions",
      architecture: "x86_64",
      region: "eu-central-1",
    });
    expect(found["states.transitions"]).toBe(100);
    expect(Object.keys(found).filter((price) => price.startsWith("s3.batch"))).toEqual([]);
    const { States } = JSON.parse(
      readFileSync(join(REPO_ROOT, "scripts/fleet-state-machine.asl.json"), "utf8"),
    );
    const { ItemProcessor } = States.EachObject;
    let [transitions, at] = [1, ItemProcessor.StartAt as string | undefined]; // the start of the child
    for (; at !== undefined; transitions += 1) {
      const state = ItemProcessor.States[at];
      at = state.Next ?? state.Choices?.[0].Next;
    }
    expect(transitions).toBe(TRANSITIONS_PER_OBJECT);
  });

  it("says of a Region that the price of a job there is not known", () => {
    const bill = priced(VERIFY, { driver: "s3-batch", architecture: "x86_64", region: "eu-central-1" });
    expect(bill?.withoutPrice).toEqual([
      expect.stringContaining("no price 's3.batch.job' for eu-central-1"),
      expect.stringContaining("no price 's3.batch.objects' for eu-central-1"),
    ]);
  });

  it("takes for a core's rate not more than was measured, and a quarter of it at least", () => {
    const { crypto } = results();
    for (const { decrypt } of ofSealstack(crypto.results, crypto.machine.node).values()) {
      const ofOneCore = (decrypt.mibPerSecond * 1024 ** 2) / 2;
      expect(BYTES_PER_CORE / ofOneCore).toBeGreaterThan(0.25);
      expect(BYTES_PER_CORE / ofOneCore).toBeLessThanOrEqual(1);
    }
  });

  it("knows the quota of the Region, as the KMS Developer Guide has it", () => {
    expect([
      kmsQuota("us-east-1"),
      kmsQuota("eu-central-1"),
      kmsQuota("eu-north-1"),
      kmsQuota(undefined),
    ]).toEqual([100_000, 20_000, 10_000, 10_000]);
  });
});
