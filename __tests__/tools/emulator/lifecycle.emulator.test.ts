import { execFile } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { promisify } from "node:util";
import { CreateBucketCommand } from "@aws-sdk/client-s3";
import { EMULATOR_VARIABLE } from "../../../tools/emulator/chosen";
import { emulatorClients } from "../../../tools/emulator/clients";
import { isEmulator } from "../../../tools/emulator/endpoint";
import { emulatorStatus, startEmulator, stopEmulator } from "../../../tools/emulator/lifecycle";
import { readRecord, writeRecord } from "../../../tools/emulator/record";
import { stopOrphans } from "../../../tools/jest/test-emulator";
import { REPO_ROOT } from "../../../tools/paths";
import { freePort } from "../../../tools/processes/free-port";
import { identify, isAlive } from "../../../tools/processes/started";
import { emulatorEndpoint } from "../../helpers/emulator";
import { NO_RC } from "../../helpers/processes/bash";
import { useTempDir } from "../../helpers/temp-dir";

const execute = promisify(execFile);

/** Runs a shell line in a folder; the given variables replace the environment, apart from what finds programs. */
async function shell(line: string, cwd: string, env: Record<string, string> = {}): Promise<string> {
  const { PATH = "", HOME = "" } = process.env;
  const { stdout } = await execute("bash", [...NO_RC, "-euc", line], { cwd, env: { PATH, HOME, ...env } });
  return stdout;
}

/** Where somebody listens on the endpoint's port, as the kernel has it. */
function listeningAddresses(endpoint: string): string[] {
  const port = Number(new URL(endpoint).port).toString(16).toUpperCase().padStart(4, "0");
  const lines = ["tcp", "tcp6"].flatMap((table) => readFileSync(`/proc/net/${table}`, "utf8").split("\n"));
  const listening = lines.map((line) => line.trim().split(/\s+/)).filter(([, , , state]) => state === "0A");
  const hex = listening.map(([, local = ""]) => local).filter((local) => local.endsWith(`:${port}`));
  return hex.map((local) =>
    Buffer.from(local.slice(0, local.indexOf(":")), "hex")
      .reverse()
      .join("."),
  );
}

/** The one that this run has, and starts where a test starts one. */
const emulator = process.env[EMULATOR_VARIABLE];

describe("emulator of a folder", () => {
  const given = process.env.AWS_ENDPOINT_URL;
  beforeEach(() => {
    delete process.env.AWS_ENDPOINT_URL;
  });
  // Before the folder is removed, and with it the record of what to stop.
  afterEach(async () => {
    await stopEmulator({ dir: folder() });
    process.env.AWS_ENDPOINT_URL = given;
  });
  const folder = useTempDir();

  it("starts on loopback, is reused, and is stopped with all its processes", async () => {
    const dir = folder();
    const first = await startEmulator({ dir });
    expect(first).toMatchObject({ kind: emulator, emulator, started: true });
    expect(first.endpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(first.endpoint).not.toBe(given);
    expect(listeningAddresses(first.endpoint)).toEqual(["127.0.0.1"]);
    expect(await startEmulator({ dir })).toEqual({ ...first, started: false });
    expect(await emulatorStatus({ dir })).toEqual({ ...first, started: false });
    expect(statSync(join(dir, "emulator.log")).mode & 0o777).toBe(0o600);

    const started = readRecord(dir)?.process;
    expect(started && isAlive(started)).toBe(true);
    expect(await stopEmulator({ dir })).toMatchObject({ endpoint: first.endpoint });
    expect(started && isAlive(started)).toBe(false);
    expect(await isEmulator(first.endpoint)).toBe(false);
    expect(await emulatorStatus({ dir })).toBeUndefined();
    expect(await stopEmulator({ dir })).toBeUndefined();
  });

  it("is started once when two ask at the same time, and forgets everything when it is stopped", async () => {
    const dir = folder();
    const both = await Promise.all([startEmulator({ dir }), startEmulator({ dir })]);
    expect(both.map(({ started }) => started).sort()).toEqual([false, true]);
    expect(both[0].endpoint).toBe(both[1].endpoint);
    const { s3 } = emulatorClients(both[0].endpoint, "us-east-1");
    await s3.send(new CreateBucketCommand({ Bucket: "forgotten" }));
    await stopEmulator({ dir });
    const again = await startEmulator({ dir });
    const { status } = await fetch(`${again.endpoint}/forgotten`, { method: "HEAD" });
    expect(status).toBe(404);
  });

  it("leaves a stranger alone that has the recorded process id", async () => {
    const dir = folder();
    const stranger = identify(process.ppid);
    if (stranger === undefined) throw new Error("this process has no parent");
    const endpoint = "http://127.0.0.1:1";
    writeRecord(dir, { kind: "localstack", endpoint, process: { ...stranger, started: "long ago" } });
    expect(await emulatorStatus({ dir })).toBeUndefined();
    await stopEmulator({ dir });
    expect(isAlive(stranger)).toBe(true);
    expect(readRecord(dir)).toBeUndefined();
  });

  it("is not looked for where AWS_ENDPOINT_URL leads off loopback, or to something else than the emulator", async () => {
    const other = createServer((_request, response) => response.end("{")).listen(0, "127.0.0.1");
    const address = other.address();
    const port = typeof address === "object" ? address?.port : undefined;
    for (const endpoint of ["https://kms.eu-central-1.amazonaws.com", `http://127.0.0.1:${port}`]) {
      process.env.AWS_ENDPOINT_URL = endpoint;
      const notify = jest.fn();
      expect(await emulatorStatus({ dir: folder(), notify })).toBeUndefined();
      const wanted = emulator === "ministack" ? "MiniStack" : "LocalStack";
      expect(notify).toHaveBeenCalledWith(`AWS_ENDPOINT_URL is not ${wanted} on loopback and is not used`);
    }
    other.close();
  });

  it("is the one of AWS_ENDPOINT_URL where that is one, and is then never stopped", async () => {
    process.env.AWS_ENDPOINT_URL = given;
    const running = await startEmulator({ dir: folder() });
    expect(running).toEqual({ endpoint: given, kind: "given", emulator, started: false });
    expect(await stopEmulator({ dir: folder() })).toBeUndefined();
    expect(await isEmulator(running.endpoint)).toBe(true);
  });

  it("takes another port when the preferred one is busy", async () => {
    const busy = Number(new URL(given ?? "").port);
    const port = await freePort(busy);
    expect(port).not.toBe(busy);
    expect(port).toBeGreaterThan(1023);
  });
});

describe("emulator start --export", () => {
  afterEach(() => stopEmulator({ dir: join(folder(), "emulator") }));
  const folder = useTempDir();
  const start = `npm --prefix "${REPO_ROOT}" run -s emulator -- start --export`;

  it("can be evaluated in an empty folder, sets test credentials, and leaves no file", async () => {
    const userSettings = {
      AWS_PROFILE: "mine",
      AWS_SECRET_ACCESS_KEY: "mine",
      AWS_ENDPOINT_URL: emulatorEndpoint(),
    };
    const script = `eval "$(${start})"; env | grep ^AWS_ | sort; ls -A`;
    expect((await shell(script, folder(), userSettings)).trim().split("\n")).toEqual([
      "AWS_ACCESS_KEY_ID=test",
      "AWS_DEFAULT_REGION=eu-central-1",
      `AWS_ENDPOINT_URL=${emulatorEndpoint()}`,
      "AWS_REGION=eu-central-1",
      "AWS_SECRET_ACCESS_KEY=test",
    ]);
    expect(readdirSync(folder())).toEqual([]);
  });

  it("prints nothing but exports, and starts an emulator that outlives the command", async () => {
    const dir = join(folder(), "emulator");
    const printed = await shell(`${start} --dir "${dir}"`, folder());
    expect(printed.trim().split("\n")).toEqual(Array(5).fill(expect.stringMatching(/^export AWS_\w+=\S+$/)));
    expect(existsSync(join(dir, "emulator.json"))).toBe(true);
    const endpoint = JSON.parse(readFileSync(join(dir, "emulator.json"), "utf8")).endpoint as string;
    expect(await isEmulator(endpoint)).toBe(true);
    expect(await shell(`${start.replace("start --export", "stop")} --dir "${dir}"`, folder())).toContain(
      "stopped",
    );
    expect(await isEmulator(endpoint)).toBe(false);
  });
});

describe("emulator of a test run", () => {
  afterEach(() => stopEmulator({ dir: join(folder(), "sealstack-emulator-x") }));
  const folder = useTempDir();

  it.each([
    ["is stopped by the next run when its own was killed", "long ago", false],
    ["is left alone while its run lives", undefined, true],
  ])("%s", async (_fact, started, left) => {
    const dir = join(folder(), "sealstack-emulator-x");
    const { endpoint } = await startWithout(dir);
    const owner = identify(process.ppid);
    writeFileSync(join(dir, "owner.json"), JSON.stringify({ ...owner, ...(started && { started }) }));
    await stopOrphans(folder());
    expect([await isEmulator(endpoint), existsSync(dir)]).toEqual([left, left]);
  });

  async function startWithout(dir: string) {
    const given = process.env.AWS_ENDPOINT_URL;
    delete process.env.AWS_ENDPOINT_URL;
    const running = await startEmulator({ dir });
    process.env.AWS_ENDPOINT_URL = given;
    return running;
  }
});

describe("emulator command", () => {
  const folder = useTempDir();

  it.each([
    ["an unknown command", ["bogus"], /usage: npm run -s emulator/],
    ["an unknown flag", ["start", "--force"], /Unknown option '--force'/],
    ["too many operands", ["stop", "it"], /usage: npm run -s emulator/],
    ["a stack that was not synthesized", ["apply", "x"], /cannot be read[\s\S]*hint: run npx cdktf synth/],
  ])("fails with status 2 at %s", async (_what, args, message) => {
    const outDir = ["--out-dir", folder()];
    const main = [
      "--import",
      "tsx",
      "tools/emulator/main.ts",
      ...args,
      ...(args[0] === "apply" ? outDir : []),
    ];
    const failure = await execute(process.execPath, main, { cwd: REPO_ROOT }).catch(
      (error: unknown) => error,
    );
    expect(failure).toMatchObject({ code: 2, stdout: "", stderr: expect.stringMatching(message) });
  });
});
