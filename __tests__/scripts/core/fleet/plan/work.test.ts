import { CreateJobCommand, S3ControlClient } from "@aws-sdk/client-s3-control";
import { OPERATIONS } from "../../../../../scripts/cli/rows/fleet-commands";
import { createJobRequest } from "../../../../../scripts/core/fleet/plan/create-job";
import { estimate } from "../../../../../scripts/core/fleet/plan/estimate";
import {
  assertNoLock,
  FLEET_OPERATIONS,
  type FleetWork,
  jobOperation,
  workOf,
} from "../../../../../scripts/core/fleet/plan/work";
import { kmsQuota } from "../../../../../scripts/core/kms-quota";

const KEY = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const FUNCTION = "arn:aws:lambda:eu-central-1:111122223333:function:fleet";
const REWRAP: FleetWork = { operation: "rewrap", keys: [], fromKeys: [KEY], toKeys: [KEY], prove: true };

/** The body of the request as AWS's own model writes it. */
async function sentFor(work: FleetWork): Promise<string> {
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
  it("has the operations that the command offers", () => {
    expect(OPERATIONS).toEqual(FLEET_OPERATIONS);
  });

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
    expect(await sentFor({ operation: "rekey-outer", keyArn: KEY })).toContain(
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
    expect(jobOperation({ operation: "rekey-outer", keyArn: KEY }, undefined)).toBeDefined();
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
      batch: true,
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
      batch: false,
    });
    expect(here).toMatchObject({ lambdaInvocations: 0, bill: undefined });
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
