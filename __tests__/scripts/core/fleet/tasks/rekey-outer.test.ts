/** The bucket's own layer under another key: the decision in memory, and the requests as S3 gets them. */
import { createReadStream, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { s3Client } from "../../../../../scripts/clients/services/s3";
import { drive } from "../../../../../scripts/core/fleet/local/drive";
import { parseArguments } from "../../../../../scripts/core/fleet/operations";
import type { OuterKeys } from "../../../../../scripts/core/fleet/outer-keys";
import { rowsOfReport } from "../../../../../scripts/core/fleet/report/folder";
import { s3OuterKeys } from "../../../../../scripts/core/fleet/s3-outer-keys";
import { handleInvocation } from "../../../../../scripts/core/fleet/tasks/handle";
import { createHandler } from "../../../../../scripts/fleet-handler";
import { type S3Endpoint, s3Endpoint } from "../../../../helpers/servers/s3-endpoint";
import { MemoryOuterKeys } from "../../../../helpers/stores/memory-outer-keys";
import { MemoryStore } from "../../../../helpers/stores/memory-store";
import { useTempDir } from "../../../../helpers/temp-dir";

const [OLD, NEW] = ["old", "new"].map((name) => `arn:aws:kms:eu-central-1:111122223333:key/${name}`) as [
  string,
  string,
];
const NEVER = new AbortController().signal;
const NOW = () => new Date("2026-11-28T12:00:00Z");
const never = (): never => {
  throw new Error("not asked");
};
const ARGUMENTS = { operation: "rekey-outer", toKeys: NEW };

const invoked = (outerKeys: OuterKeys, event: unknown, signal = NEVER) =>
  handleInvocation(
    event,
    {
      store: () => new MemoryStore(),
      outerKeys: () => outerKeys,
      cipher: never,
      kms: {} as never,
      now: NOW,
      defaults: {},
      onDefect: never,
    },
    { signal, seconds: undefined },
  );
const event = (s3Key: string, s3VersionId: string | null = null) => ({
  invocationSchemaVersion: "2.0",
  invocationId: "i",
  job: { id: "j", userArguments: ARGUMENTS },
  tasks: [{ taskId: "t", s3Key, s3VersionId, s3Bucket: "b" }],
});
const said = async (outerKeys: OuterKeys, key = "p/m.json", versionId: string | null = null) => {
  const { results } = await invoked(outerKeys, event(key, versionId));
  return `${results[0]?.resultCode} ${results[0]?.resultString}`;
};

describe("rekey-outer", () => {
  const dir = useTempDir();
  const memory = (): MemoryOuterKeys => {
    const outer = new MemoryOuterKeys();
    outer.keys.set("p/m.json", OLD);
    return outer;
  };

  it("updates any object once, in the version that is named", async () => {
    const outer = memory();
    expect(await said(outer, "p/m.json", "v7")).toBe(`Succeeded Rekeyed: S3 had it under ${OLD}`);
    expect(await said(outer)).toBe("Succeeded Already: S3 has it under the new key");
    expect(outer.updates).toEqual(["p/m.json v7"]);
    expect(await said(outer, "p/gone")).toMatch(/^PermanentFailure Gone: /);
  });

  it("asks S3 for nothing where a lock or a hold forbids it, and does it when the lock is over", async () => {
    const outer = memory();
    const until = (text: string) => new Date(text);
    const locked = (mode: "COMPLIANCE" | "GOVERNANCE", time: string) =>
      outer.locks.set("p/m.json", { legalHold: false, retention: { mode, until: until(time) } });
    outer.locks.set("p/m.json", { legalHold: true, retention: undefined });
    expect(await said(outer)).toMatch(/^PermanentFailure Locked: a legal hold is on it/);
    locked("COMPLIANCE", "2027-01-01T00:00:00Z");
    expect(await said(outer)).toMatch(
      /^PermanentFailure Locked: it is locked in COMPLIANCE mode until 2027-01-01T00:00:00.000Z, and nobody/,
    );
    locked("GOVERNANCE", "2027-01-01T00:00:00Z");
    expect(await said(outer)).toMatch(/Locked: it is locked in GOVERNANCE mode .* only when that is lifted$/);
    expect(outer.updates).toEqual([]);
    locked("COMPLIANCE", "2026-01-01T00:00:00Z");
    outer.update = async ({ key }, arn) => void outer.keys.set(key, arn);
    expect(await said(outer)).toMatch(/^Succeeded Rekeyed/);
  });

  it("says that a lock may be the reason where the role sees none, and S3 denies it", async () => {
    const outer = memory();
    outer.locks.set("p/m.json", { legalHold: true, retention: undefined });
    outer.seesLocks = false;
    expect(await said(outer)).toMatch(
      /^PermanentFailure AccessDenied: AWS denied the request; or it is locked or held, which may not be asked/,
    );
    // The listing of the object says nothing of locks, but they may be asked for themselves.
    outer.layerOf = async () => ({
      algorithm: "aws:kms",
      keyArn: OLD,
      lock: { legalHold: false, retention: undefined },
    });
    outer.seesLocks = true;
    expect(await said(outer)).toMatch(/^PermanentFailure Locked: a legal hold/);
    expect(outer.keys.get("p/m.json")).toBe(OLD);
  });

  it("takes one key", () => {
    expect(() => parseArguments({ operation: "rekey-outer" })).toThrow(
      "takes one key to encrypt under, got 0",
    );
    expect(() => parseArguments({ operation: "rekey-outer", toKeys: `${OLD},${NEW}` })).toThrow("got 2");
  });

  it("is whole whenever the local driver is killed, and does what is left when it is run again", async () => {
    const names = Array.from({ length: 30 }, (_, at) => `p/k${at}`);
    let places = 0;
    await fc.assert(
      fc.asyncProperty(fc.nat(70), fc.nat(29), async (requests, locked) => {
        places += 1;
        const request = {
          manifest: join(dir(), `m${places}.csv`),
          report: join(dir(), `r${places}`),
          settings: parseArguments(ARGUMENTS),
          concurrency: 4,
          kmsRate: 1e6,
        };
        writeFileSync(request.manifest, names.map((key) => `b,${key}\n`).join(""));
        const outer = new MemoryOuterKeys();
        for (const key of names) outer.keys.set(key, OLD);
        outer.locks.set(`p/k${locked}`, { legalHold: true, retention: undefined });
        const stop = new AbortController();
        let left = requests;
        outer.before = () => {
          left -= 1;
          if (left < 0) stop.abort(new Error("killed"));
          stop.signal.throwIfAborted();
        };
        const driven = (signal: AbortSignal) =>
          drive(request, {
            invoke: (sent, deadline) => invoked(outer, sent, deadline.signal),
            signal,
            now: NOW,
            firstWaitMs: 1,
          });
        await driven(stop.signal).catch((error: Error) => expect(error.message).toBe("killed"));
        outer.before = () => {};
        await driven(NEVER);
        const rows = [];
        const open = async (path: string) => createReadStream(join(request.report, path));
        for await (const row of rowsOfReport({ name: "r", open })) rows.push(row);
        const failed = rows.filter(({ status }) => status === "failed");
        expect(failed.map(({ key, message }) => `${key} ${message.split(":")[0]}`)).toEqual([
          `p/k${locked} Locked`,
        ]);
        expect(rows.map(({ key }) => key).sort()).toEqual([...names].sort());
        for (const key of names) expect(outer.keys.get(key)).toBe(key === `p/k${locked}` ? OLD : NEW);
        expect(new Set(outer.updates).size).toBe(outer.updates.length); // none twice
      }),
      { numRuns: 25 },
    );
  });

  describe("by S3", () => {
    let s3: S3Endpoint;
    beforeAll(async () => {
      s3 = await s3Endpoint();
    });
    afterAll(() => s3.close());
    const keys = (): OuterKeys => {
      const credentials = { accessKeyId: "a", secretAccessKey: "b" };
      process.env.AWS_ACCESS_KEY_ID ??= credentials.accessKeyId;
      process.env.AWS_SECRET_ACCESS_KEY ??= credentials.secretAccessKey;
      const settings = { region: "eu-central-1", bucket: "b" };
      return s3OuterKeys(settings, s3Client({ ...settings, endpoint: s3.url }));
    };
    const reply = (status: number, headers: Record<string, string>, body = "") => ({ status, headers, body });

    it("looks at the object, and sends the request of AWS's model for it, version and all", async () => {
      const sent: string[] = [];
      s3.before = ({ method, key, query, body }) => {
        sent.push(`${method} ${key} ${query} ${body}`);
        return method === "HEAD"
          ? reply(200, {
              "x-amz-server-side-encryption": "aws:kms",
              "x-amz-server-side-encryption-aws-kms-key-id": OLD,
              "content-length": "0",
            })
          : reply(200, {});
      };
      expect(await said(keys(), "p/m.json", "v7")).toBe(`Succeeded Rekeyed: S3 had it under ${OLD}`);
      expect(sent).toEqual([
        "HEAD p/m.json versionId=v7 ",
        expect.stringMatching(/^PUT p\/m\.json encryption=&versionId=v7 .*<SSE-KMS>/),
      ]);
      expect(sent[1]).toContain(`<KMSKeyArn>${NEW}</KMSKeyArn><BucketKeyEnabled>true</BucketKeyEnabled>`);
    });

    it("reads locks of the object, and the refusal of what cannot be updated", async () => {
      s3.before = () =>
        reply(200, {
          "x-amz-server-side-encryption": "AES256",
          "x-amz-object-lock-mode": "COMPLIANCE",
          "x-amz-object-lock-retain-until-date": "2027-01-01T00:00:00.000Z",
          "content-length": "0",
        });
      expect(await said(keys())).toMatch(/^PermanentFailure Locked: it is locked in COMPLIANCE mode/);
      s3.before = ({ method }) =>
        method === "HEAD"
          ? reply(200, { "x-amz-server-side-encryption": "aws:kms:dsse", "content-length": "0" })
          : reply(
              400,
              { "content-type": "application/xml" },
              "<Error><Code>InvalidRequest</Code><Message>DSSE-KMS is not supported.</Message></Error>",
            );
      expect(await said(keys())).toMatch(/^PermanentFailure Refused: .*DSSE-KMS is not supported/);
    });

    it("is never asked of a server that may take the request for the object's new content", async () => {
      s3.before = never;
      const handler = createHandler({
        env: {},
        region: "eu-central-1",
        endpoints: { s3: s3.url },
        onDefect: never,
      });
      const { results } = await handler(event("p/m.json"), { signal: NEVER, seconds: undefined });
      expect(results[0]?.resultString).toMatch(
        /^Refused: rekey-outer is for S3 itself: the server at 127\.0\.0\.1/,
      );
    });
  });
});
