/**
 * The state machine of a fleet, on an emulator that has a distributed map and runs functions of Node.js: MiniStack. Its function is the built handler, packed as docs/fleet.md says.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateKeyCommand } from "@aws-sdk/client-kms";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { functionPackage } from "../../scripts/core/fleet/function-package";
import { EMULATOR_VARIABLE } from "../../tools/emulator/chosen";
import { type EmulatorClients, emulatorClients } from "../../tools/emulator/clients";
import { startEmulator, stopEmulator } from "../../tools/emulator/lifecycle";
import { REPO_ROOT } from "../../tools/paths";
import { makeBucket } from "../helpers/buckets";
import { eventually } from "../helpers/eventually";
import { sealstack } from "../helpers/processes/cli";
import { built } from "../helpers/processes/program";

const ROLE = "arn:aws:iam::000000000000:role/fleet";
const BUCKET = "fleet-of-backups";

interface Child {
  readonly status: "SUCCEEDED" | "FAILED";
  readonly executionArn: string;
}

describe("the state machine of a fleet", () => {
  let dir = "";
  let endpoint = "";
  let clients: EmulatorClients;

  /** The services that no client of this repository is for: JSON over HTTP, as their SDKs send it. */
  async function call(service: string, target: string | undefined, path: string, body: object) {
    const reply = await fetch(`${endpoint}${path}`, {
      method: "POST",
      headers: {
        "content-type": target === undefined ? "application/json" : "application/x-amz-json-1.0",
        authorization: `AWS4-HMAC-SHA256 Credential=test/20261128/eu-central-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
        ...(target !== undefined && { "x-amz-target": `AWSStepFunctions.${target}` }),
      },
      body: JSON.stringify(body),
    });
    const text = await reply.text();
    if (!reply.ok) throw new Error(`${target ?? path}: ${reply.status} ${text}`);
    return JSON.parse(text);
  }
  const states = (target: string, body: object) => call("states", target, "/", body);

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), "fleet-states-"));
    // One of its own, whatever the run has.
    const { AWS_ENDPOINT_URL, [EMULATOR_VARIABLE]: chosen } = process.env;
    delete process.env.AWS_ENDPOINT_URL;
    process.env[EMULATOR_VARIABLE] = "ministack";
    try {
      ({ endpoint } = await startEmulator({ dir, notify: () => {} }));
    } finally {
      Object.assign(process.env, AWS_ENDPOINT_URL === undefined ? {} : { AWS_ENDPOINT_URL });
      if (chosen === undefined) delete process.env[EMULATOR_VARIABLE];
      else process.env[EMULATOR_VARIABLE] = chosen;
    }
    clients = emulatorClients(endpoint);
  }, 300_000);
  afterAll(async () => {
    await stopEmulator({ dir });
    rmSync(dir, { recursive: true, force: true });
  });

  /** @returns the ARN of the function. */
  async function makeFunction(): Promise<string> {
    const { zip } = await functionPackage(built());
    const { FunctionArn } = await call("lambda", undefined, "/2015-03-31/functions", {
      FunctionName: "fleet",
      Runtime: "nodejs20.x",
      Handler: "fleet-handler.handler",
      Role: ROLE,
      Timeout: 60,
      MemorySize: 1024,
      Code: { ZipFile: zip.toString("base64") },
      Environment: {
        Variables: {
          AWS_ENDPOINT_URL: endpoint,
          AWS_REGION: "eu-central-1",
          AWS_ACCESS_KEY_ID: "test",
          AWS_SECRET_ACCESS_KEY: "test",
        },
      },
    });
    return FunctionArn;
  }

  it("does one operation on each object, and fails those that fail with the sentence of the handler", async () => {
    await makeBucket(BUCKET, clients);
    const { KeyMetadata } = await clients.kms.send(new CreateKeyCommand({}));
    const key = KeyMetadata?.Arn ?? "";
    const data = join(dir, "data-of-backup");
    writeFileSync(data, "the only copy of it");
    const flags = ["--bucket", BUCKET, "--endpoint-url", endpoint, "--region", "eu-central-1", "--key", key];
    for (const second of [0, 1]) {
      const now = (): Date => new Date(Date.UTC(2026, 10, 1, 0, 0, second));
      expect(await sealstack(["backup", "--prefix", "p/", ...flags, data], { now })).toMatchObject({
        status: 0,
      });
    }
    const manifest = join(dir, "fleet.csv");
    const plan = ["--operation", "verify", "--manifest", manifest, "--prefix", "p/"];
    expect(await sealstack(["fleet", "plan", ...plan, ...flags])).toMatchObject({ status: 0 });
    const rows = `${readFileSync(manifest, "utf8")}${BUCKET},p/photo%20%C3%BC%2B%2C%22.jpg\n`;
    await clients.s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: "fleet.csv", Body: rows }));

    const { stateMachineArn } = await states("CreateStateMachine", {
      name: "fleet",
      roleArn: ROLE,
      definition: readFileSync(join(REPO_ROOT, "scripts/fleet-state-machine.asl.json"), "utf8"),
    });
    const { executionArn } = await states("StartExecution", {
      stateMachineArn,
      input: JSON.stringify({
        manifest: { bucket: BUCKET, key: "fleet.csv" },
        report: { bucket: BUCKET, prefix: "report" },
        functionArn: await makeFunction(),
        concurrency: 2,
        arguments: { operation: "verify", keys: key },
      }),
    });
    await eventually(
      async () => (await states("DescribeExecution", { executionArn })).status !== "RUNNING",
      240_000,
    );
    const { mapRuns } = await states("ListMapRuns", { executionArn });
    const { executions } = await states("ListExecutions", { mapRunArn: mapRuns[0].mapRunArn });
    const described = await Promise.all(
      (executions as Child[]).map((child) =>
        states("DescribeExecution", { executionArn: child.executionArn }),
      ),
    );
    const said = described.map(({ output, error, cause }) =>
      output === undefined || output === null ? `${error} ${cause}` : JSON.parse(output).result,
    );
    expect(said.sort()).toEqual([
      "PermanentFailure NotABackup: its key is not the id of a backup, so nothing was read",
      expect.stringMatching(/^Verified: \d+ bytes and 1 file$/),
      expect.stringMatching(/^Verified: \d+ bytes and 1 file$/),
    ]);
    expect((await states("DescribeExecution", { executionArn })).status).toBe("SUCCEEDED");

    // MiniStack writes no results: they are written here from its executions, in the form that AWS documents.
    const folder = join(dir, "map-run");
    mkdirSync(folder);
    const ResultFiles = Object.fromEntries(
      (["SUCCEEDED", "FAILED"] as const).map((status) => {
        const records = described
          .filter((each) => each.status === status)
          .map(({ input, output, error, cause }) => ({
            Status: status,
            Input: input,
            ...(status === "FAILED" ? { Error: error, Cause: cause } : { Output: output }),
          }));
        const text = JSON.stringify(records);
        writeFileSync(join(folder, `${status}_0.json`), text);
        return [status, [{ Key: `report/4977ded7/${status}_0.json`, Size: Buffer.byteLength(text) }]];
      }),
    );
    const { mapRunArn: MapRunArn } = mapRuns[0];
    writeFileSync(join(folder, "manifest.json"), JSON.stringify({ MapRunArn, ResultFiles }));
    const again = join(dir, "again.csv");
    const told = await sealstack(["fleet", "report", folder, "--failed-manifest", again, "--json"]);
    expect({ status: told.status, ...JSON.parse(told.stdout.toString()) }).toMatchObject({
      status: 17,
      succeeded: 2,
      failed: 1,
      causes: [{ cause: "NotABackup", code: "PermanentFailure" }, { cause: "Verified" }],
    });
    expect(readFileSync(again, "utf8")).toBe(`${BUCKET},p/photo%20%C3%BC%2B%2C%22.jpg\n`);
  }, 300_000);
});
