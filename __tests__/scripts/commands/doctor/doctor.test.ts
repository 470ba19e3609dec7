import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Services } from "../../../../scripts/commands/io";
import type { Check } from "../../../../scripts/core/doctor/check";
import type { Decision, Inspection, Need } from "../../../../scripts/core/doctor/ports";
import type { KeyState } from "../../../../scripts/core/key-life/ports";
import type { AutomaticRotation } from "../../../../scripts/core/rotate/ports";
import { OperatorError } from "../../../../scripts/errors";
import { fakeRotation } from "../../../helpers/kms/fake-rotation";
import { sealstack } from "../../../helpers/processes/cli";
import { memoryServices } from "../../../helpers/stores/memory-services";
import { MemoryStore } from "../../../helpers/stores/memory-store";
import { MemoryVersions } from "../../../helpers/stores/memory-versions";
import { useTempDir } from "../../../helpers/temp-dir";

const ARN = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const role = (name: string): string => `arn:aws:iam::111122223333:role/etcd-${name}`;
const session = (name: string): string => `arn:aws:sts::111122223333:assumed-role/etcd-${name}/i-1`;
const OUTPUTS = {
  region: "eu-central-1",
  key_arn: ARN,
  key_alias: "alias/etcd",
  bucket: "etcd-backups",
  prefixes: ["etcd/"],
  retention_days: { "etcd/": 30 },
  writer_role_arn: role("writer"),
  restorer_role_arn: role("restorer"),
};

describe("sealstack doctor", () => {
  const dir = useTempDir();
  let objects: MemoryStore;
  /** The settings of the bucket. */
  let store: MemoryVersions;
  let services: Services;
  let state: KeyState;
  let arn: string;
  let caller: string;
  let time: number;
  let looks: Inspection;
  let automatic: AutomaticRotation | undefined;
  beforeEach(async () => {
    objects = new MemoryStore();
    store = new MemoryVersions();
    store.rules = [{ prefix: "", byTags: false, size: {}, currentDays: 30, newerNoncurrentVersions: 0 }];
    store.lock = { enabled: true, defaultMode: "GOVERNANCE" };
    time = Date.parse("2026-11-28T12:00:00Z");
    [arn, caller] = [ARN, session("writer")];
    state = { arn: ARN, condition: "usable", replicas: [], encrypts: true };
    automatic = { on: true, everyDays: 365, next: new Date("2027-06-01T00:00:00Z") };
    looks = {
      credentials: async () => ({ source: "variables of the environment", expires: undefined }),
      metadata: async () => "silent",
      reach: async (service) => ({
        url: `https://${service}.eu-central-1.amazonaws.com`,
        addresses: ["192.0.2.1"],
        proxy: undefined,
        serverTime: new Date("2026-11-28T12:00:00Z"),
      }),
      bucket: async () => ({
        encryption: { algorithm: "aws:kms", keyId: ARN },
        ownership: "BucketOwnerEnforced",
        publicAccessBlocked: true,
      }),
      simulate: async () => ({ allowed: true, explicit: false, policies: [], above: undefined }),
    };
    const kms = { arnOf: async () => arn, state: async () => state };
    services = {
      ...memoryServices(objects),
      versions: async () => store,
      caller: async () => caller,
      keyLife: async () => kms as unknown as Awaited<ReturnType<Services["keyLife"]>>,
      inspection: () => looks,
      rotation: async () => ({ ...fakeRotation(), automatic: async () => automatic }),
      uploads: async () => ({
        name: "s3://etcd-backups",
        list: async function* () {},
        abort: async () => true,
      }),
      runTool: async (program) =>
        program === "etcdctl"
          ? { status: 0, stdout: "etcdctl version: 3.5\n", stderr: "" }
          : { status: undefined, stdout: "", stderr: "" },
    };
    writeFileSync(join(dir(), "outputs.json"), JSON.stringify({ stack: OUTPUTS }));
    writeFileSync(join(dir(), "a"), "content");
    const made = await cli("backup", "--prefix", "etcd/", join(dir(), "a"));
    expect(made.status).toBe(0);
  });

  const cli = async (...argv: string[]) => {
    const common = ["--outputs", join(dir(), "outputs.json"), "--json"];
    const { status, stdout, stderr } = await sealstack([...argv, ...common], {
      services,
      now: () => new Date(time),
      env: {},
    });
    return { status, stderr, data: stdout.length === 0 ? undefined : JSON.parse(stdout.toString()) };
  };
  const doctor = async () => {
    const { status, data } = await cli("doctor", "--state-dir", join(dir(), "state"));
    const of = (result: string): string[] =>
      data.checks
        .filter((each: { result: string }) => each.result === result)
        .map((each: { name: string }) => each.name);
    return {
      status,
      data,
      problems: of("problem"),
      warnings: of("warning"),
      unknown: of("unknown"),
      denied: of("not allowed"),
    };
  };
  const check = async (name: string) =>
    (await doctor()).data.checks.find((each: { name: string }) => each.name === name);

  it("finds nothing where all is as it must be, and knows whose credentials these are", async () => {
    expect(await doctor()).toMatchObject({
      status: 0,
      problems: [],
      warnings: [],
      denied: [],
      unknown: ["etcd", "step-ca"],
      data: { role: "writer" },
    });
  });

  it.each<[string, Partial<KeyState>, string, RegExp]>([
    ["is disabled", { condition: "disabled" }, "problem", /enable-key/],
    [
      "will be deleted",
      { condition: "pending deletion", deletionDate: new Date("2026-12-24T00:00:00Z") },
      "problem",
      /cancel-key-deletion/,
    ],
    ["has no material", { condition: "pending import" }, "problem", /import-key-material/],
    ["is of another account or region", { condition: "not found" }, "problem", /--region/],
    ["does not encrypt", { encrypts: false }, "problem", /symmetric/],
    [
      "has material that expires",
      { validTo: new Date("2026-12-10T00:00:00Z") },
      "warning",
      /import it again/,
    ],
  ])("tells what mends a key that %s", async (_, change, result, mend) => {
    state = { ...state, ...change };
    const found = await doctor();
    expect(found.status).toBe(result === "problem" ? 24 : 0);
    expect(found.data.checks.find(({ subject }: Check) => subject === "key")).toMatchObject({
      name: "key alias/etcd",
      result,
      mend: expect.stringMatching(mend),
    });
  });

  it("tells an alias that names another key than the stack", async () => {
    arn = ARN.replace("1234abcd", "9999abcd");
    expect(await check("key alias/etcd")).toMatchObject({
      result: "warning",
      detail: `it is ${arn}, and the stack's outputs say ${ARN}`,
    });
  });

  it.each([
    [59, "ok"],
    [61, "warning"],
    [901, "problem"],
    [-901, "problem"],
  ])("takes a clock that is %d s off for %s", async (seconds, result) => {
    time += seconds * 1000;
    expect(await check("clock")).toMatchObject({ result });
  });

  it("tells what is wrong with a bucket", async () => {
    store.state = "Suspended";
    store.lock = { enabled: false };
    store.rules = [
      { prefix: "other/", byTags: false, size: {}, currentDays: 30, newerNoncurrentVersions: 0 },
    ];
    expect(await doctor()).toMatchObject({
      problems: ["versions of objects"],
      warnings: expect.arrayContaining(["object lock", "lifecycle"]),
    });
  });

  it("takes for a problem what the role must be able to, and for a remark what others are not allowed", async () => {
    const denied = new OperatorError("accessDenied", "AWS denied kms:GenerateDataKey");
    const { cipher } = services;
    services = {
      ...services,
      cipher: (settings, use, signal) =>
        use === "seal" ? Promise.reject(denied) : cipher(settings, use, signal),
    };
    expect(await doctor()).toMatchObject({ status: 24, problems: ["to make a backup: a data key"] });
    caller = session("restorer");
    expect(await doctor()).toMatchObject({
      status: 0,
      denied: ["to make a backup: a data key"],
      data: { role: "restorer" },
    });
    caller = "arn:aws:iam::111122223333:user/somebody";
    expect((await doctor()).data).not.toHaveProperty("role");
  });

  it("says once that there are no credentials, and goes on with this host", async () => {
    const none = (what: string) => () =>
      Promise.reject(
        new OperatorError("credentials", `${what}: the credentials are missing`, { hint: "set AWS_PROFILE" }),
      );
    services = {
      ...services,
      store: none("cannot list"),
      versions: none("cannot read"),
      cipher: none("cannot seal"),
      uploads: none("cannot list uploads"),
    };
    expect(await doctor()).toMatchObject({ status: 24, problems: ["bucket"] });
    expect(await check("bucket")).toMatchObject({ mend: "set AWS_PROFILE" });
    expect(await check("etcdctl")).toMatchObject({ result: "ok" });
  });

  it("says a cause that all calls share once", async () => {
    const away = (what: string) =>
      new OperatorError("unavailable", `${what}: nothing listens there`, { hint: "check the network" });
    objects.list = () => {
      throw away("cannot list");
    };
    store.versioning = () => Promise.reject(away("cannot read the versioning"));
    const found = await doctor();
    expect(found.problems).toEqual(["backups below s3://memory/etcd/"]);
    expect(found.unknown).toEqual(
      expect.arrayContaining(["versions of objects", "to open a backup: the newest"]),
    );
  });

  it("tells how the last runs on this host ended", async () => {
    const folder = join(dir(), "state", "targets");
    mkdirSync(folder, { recursive: true });
    const record = (steps: object) =>
      JSON.stringify({
        schemaVersion: 1,
        target: "etcd",
        steps,
        notificationFailed: { ping: true, sns: false },
      });
    const at = "2026-11-28T10:00:00.000Z";
    writeFileSync(
      join(folder, "etcd.json"),
      record({
        backup: { lastAttempt: at, status: 7, message: "the key is disabled", hint: "enable it" },
        drill: { lastAttempt: at, lastSuccess: at },
        prune: { lastAttempt: at, lastSuccess: at, status: 0, hookFailed: true },
      }),
    );
    writeFileSync(join(folder, "garbage.json"), "{");
    expect(await check("last backup of etcd")).toEqual({
      subject: "run",
      name: "last backup of etcd",
      result: "problem",
      detail: `failed with status 7 on ${at}: the key is disabled; it never succeeded`,
      mend: "enable it",
    });
    expect(await check("last drill of etcd")).toMatchObject({ result: "warning" });
    expect(await check("last prune of etcd")).toMatchObject({
      result: "warning",
      detail: `on ${at}; a hook after it failed`,
    });
    expect(await check("ping of etcd")).toMatchObject({
      result: "warning",
      detail: "nobody was told the last time",
    });
    expect(await check("sns of etcd")).toBeUndefined();
  });

  it.each<[string, Partial<{ source: string; expires: Date }>, string, RegExp]>([
    ["end soon, and nobody renews them", { expires: new Date("2026-11-28T12:10:00Z") }, "warning", /sign in/],
    ["have ended", { expires: new Date("2026-11-28T11:59:00Z") }, "problem", /expired on 2026-11-28T11:59/],
    [
      "are renewed",
      { source: "SSO", expires: new Date("2026-11-28T12:10:00Z") },
      "ok",
      /until 2026-11-28T12:10/,
    ],
  ])("tells of credentials that %s", async (_, change, result, words) => {
    looks.credentials = async () => ({
      source: "variables of the environment",
      expires: undefined,
      ...change,
    });
    const found = await check("credentials");
    expect(found.result).toBe(result);
    expect(`${found.detail} ${found.mend}`).toMatch(words);
  });

  it.each([
    ["silent", "unknown", /hop/],
    ["off", "unknown", /AWS_EC2_METADATA_DISABLED/],
    ["answers", "problem", /instance profile/],
  ] as const)(
    "asks the metadata service where there are no credentials: it is %s",
    async (is, result, words) => {
      looks.credentials = () => Promise.reject(new OperatorError("credentials", "there are none"));
      looks.metadata = async () => is;
      const found = await check("metadata service of the instance");
      expect(found.result).toBe(result);
      expect(`${found.detail} ${found.mend}`).toMatch(words);
    },
  );

  it("does not ask the metadata service where the credentials are of something else", async () => {
    looks.metadata = () => Promise.reject(new Error("it was asked"));
    expect(await check("metadata service of the instance")).toMatchObject({ result: "ok" });
    looks.credentials = async () => ({ source: "the metadata service of the instance", expires: undefined });
    looks.metadata = async () => "answers";
    expect(await check("metadata service of the instance")).toMatchObject({ detail: "it answers" });
  });

  it("tells the way to the endpoints, and why there is none", async () => {
    expect(await check("endpoint of KMS")).toMatchObject({ detail: expect.stringContaining("192.0.2.1") });
    const { reach } = looks;
    looks.reach = async (service) => {
      if (service === "s3") throw new OperatorError("unavailable", "cannot reach s3: there is no such name");
      return { ...(await reach(service)), proxy: "http://proxy:3128" };
    };
    expect(await check("endpoint of KMS")).toMatchObject({
      detail: expect.stringContaining("through the proxy http://proxy:3128"),
    });
    expect(await check("endpoint of S3")).toMatchObject({ result: "problem" });
    looks.reach = async (service) => ({ ...(await reach(service)), serverTime: undefined });
    expect(await check("clock")).toMatchObject({ result: "unknown" });
  });

  it.each([
    ["is off", { on: false, everyDays: undefined, next: undefined }, "warning", /enable-key-rotation/],
    ["is on", { on: true, everyDays: 90, next: undefined }, "ok", /every 90 days/],
    ["is nothing for its kind", undefined, "ok", /sealstack rotate/],
  ])("tells that rotation of the key %s", async (_, is, result, words) => {
    automatic = is;
    const found = await check(`rotation of ${ARN}`);
    expect(found.result).toBe(result);
    expect(`${found.detail} ${found.mend}`).toMatch(words);
  });

  it.each<[string, object, string, string]>([
    [
      "encryption of the bucket",
      { encryption: { algorithm: "AES256", keyId: undefined } },
      "problem",
      "PutBucketEncryption",
    ],
    ["encryption of the bucket", { encryption: { algorithm: "aws:kms", keyId: "other" } }, "problem", ARN],
    [
      "encryption of the bucket",
      { encryption: { algorithm: "aws:kms", keyId: ARN.split("/")[1] } },
      "ok",
      "under",
    ],
    ["encryption of the bucket", { encryption: undefined }, "problem", "nothing"],
    ["encryption of the bucket", { encryption: "unknown" }, "not allowed", "may not see"],
    ["object ownership", { ownership: "ObjectWriter" }, "warning", "PutBucketOwnershipControls"],
    ["object ownership", { ownership: undefined }, "warning", "not set"],
    ["object ownership", { ownership: "unknown" }, "not allowed", "may not see"],
    ["public access", { publicAccessBlocked: false }, "problem", "PutPublicAccessBlock"],
    ["public access", { publicAccessBlocked: "unknown" }, "not allowed", "may not see"],
  ])("compares the %s with the stack: %j", async (name, change, result, words) => {
    const { bucket } = looks;
    looks.bucket = async () => ({ ...(await bucket()), ...change });
    const found = await check(name);
    expect(found.result).toBe(result);
    expect(`${found.detail} ${found.mend}`).toContain(words);
  });

  it.each([
    [{ currentDays: 60 }, undefined, "after 60 days, and the stack's outputs say 30"],
    [{ noncurrentDays: 7 }, 90, "removes after 37 days what is locked for 90"],
    [{ noncurrentDays: 7 }, 37, "they agree; locked for 37 days"],
    [{}, undefined, "they agree; nothing is locked"],
  ])("compares retention, lifecycle %j and a lock of %s days", async (rule, defaultDays, words) => {
    store.rules = [
      { prefix: "", byTags: false, size: {}, currentDays: 30, newerNoncurrentVersions: 0, ...rule },
    ];
    store.lock = {
      enabled: true,
      defaultMode: "GOVERNANCE",
      ...(defaultDays !== undefined && { defaultDays }),
    };
    const found = await check("retention, lifecycle and lock");
    expect(found.result).toBe(words.startsWith("they agree") ? "ok" : "warning");
    expect(found.detail).toContain(words);
  });

  describe("what IAM simulates", () => {
    let asked: [string, Need][];
    const simulated = (decide: (need: Need) => Partial<Decision>): void => {
      asked = [];
      looks.simulate = async (arn, need) => {
        asked.push([arn, need]);
        return { allowed: true, explicit: false, policies: [], above: undefined, ...decide(need) };
      };
    };
    const name = "policies of the writer, simulated";

    it("is the role of the stack whose credentials these are, and of all roles for others", async () => {
      simulated(() => ({}));
      expect(await check(name)).toMatchObject({ result: "ok" });
      expect(new Set(asked.map(([arn]) => arn))).toEqual(new Set([role("writer")]));
      expect(asked.map(([, { action }]) => action)).toEqual([
        "s3:ListBucket",
        "s3:PutObject",
        "kms:GenerateDataKey",
      ]);
      caller = "arn:aws:iam::111122223333:user/administrator";
      simulated(() => ({}));
      await doctor();
      expect(new Set(asked.map(([arn]) => arn))).toEqual(new Set([role("writer"), role("restorer")]));
    });

    it("is mended by the statement that is missing", async () => {
      simulated(({ action }) => (action === "s3:PutObject" ? { allowed: false } : {}));
      const { result, detail, mend } = await check(name);
      expect(result).toBe("problem");
      expect(detail).toMatch(/^s3:PutObject on arn:aws:s3:::etcd-backups\/etcd\/.* is allowed by none$/);
      expect(JSON.parse(mend.slice(mend.indexOf("[")))).toEqual([
        {
          Effect: "Allow",
          Action: "s3:PutObject",
          Resource: expect.stringContaining("arn:aws:s3:::etcd-backups/etcd/"),
        },
      ]);
    });

    it.each<[Partial<Decision>, string]>([
      [{ explicit: true, policies: ["guard"] }, "denied by guard"],
      [{ above: "the organization" }, "not allowed by the organization"],
      [{ explicit: true, above: "the permissions boundary" }, "denied by the permissions boundary"],
    ])("names who denies: %j", async (decision, words) => {
      simulated(() => ({ allowed: false, ...decision }));
      const { detail, mend } = await check(name);
      expect(detail).toContain(words);
      expect(mend).toContain("take the denial away");
    });

    it("may not be asked by most, which is no problem", async () => {
      looks.simulate = () => Promise.reject(new OperatorError("accessDenied", "AWS denied it"));
      expect(await doctor()).toMatchObject({ status: 0, denied: [name] });
    });
  });
});
