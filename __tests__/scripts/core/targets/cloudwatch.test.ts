import { mkdirSync, readFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { z } from "zod";
import { handOver } from "../../../../scripts/core/targets/cloudwatch";
import { EMF_METRICS, emfLines } from "../../../../scripts/core/targets/emf";
import { targetsSchema, withDefaults } from "../../../../scripts/core/targets/schema";
import type { StepRecord } from "../../../../scripts/core/targets/target-record";
import { useTempDir } from "../../../helpers/temp-dir";

const NOW = new Date("2026-11-28T10:00:00.000Z");
const HOURS_AGO = (hours: number): string => new Date(NOW.getTime() - hours * 3_600_000).toISOString();

const name = { type: "string", minLength: 1, maxLength: 255 };
const metric = {
  type: "object",
  required: ["Name"],
  properties: {
    Name: name,
    Unit: { enum: ["Seconds", "Bytes", "Count", "None", "Percent", "Milliseconds"] },
    StorageResolution: { enum: [1, 60] },
  },
};
const directive = {
  type: "object",
  required: ["Namespace", "Dimensions", "Metrics"],
  properties: {
    Namespace: name,
    Dimensions: { type: "array", minItems: 1, items: { type: "array", maxItems: 9, items: name } },
    Metrics: { type: "array", maxItems: 100, items: metric },
  },
};
/** The rules of the published schema. Source: CloudWatch User Guide, "Specification: Embedded metric format", JSON schema; the stricter of its versions. */
const EMF = z.fromJSONSchema({
  type: "object",
  required: ["_aws"],
  properties: {
    _aws: {
      type: "object",
      required: ["Timestamp", "CloudWatchMetrics"],
      properties: { Timestamp: { type: "integer" }, CloudWatchMetrics: { type: "array", items: directive } },
    },
  },
} as unknown as Parameters<typeof z.fromJSONSchema>[0]);

interface Document {
  readonly _aws: {
    readonly CloudWatchMetrics: readonly {
      readonly Namespace: string;
      readonly Dimensions: readonly (readonly string[])[];
      readonly Metrics: readonly { readonly Name: string }[];
    }[];
  };
  readonly [member: string]: unknown;
}

describe("metrics for CloudWatch", () => {
  const dir = useTempDir();
  const read = (yaml: object) => withDefaults(targetsSchema.parse(yaml), dir());
  const documents = (backup: StepRecord | undefined, ran: boolean, own = {}): readonly Document[] =>
    emfLines(
      read({ targets: { ca: { path: "/x", prefix: "x/", every: "6h", ...own } } }).targets,
      (target) => ({ schemaVersion: 1, target, steps: { ...(backup && { backup }) } }),
      { namespace: "Backups", host: "db1", now: NOW, ran: () => ran },
    ).map((line) => {
      expect(line).not.toContain("\n");
      const document = JSON.parse(line);
      expect(EMF.safeParse(document)).toMatchObject({ success: true });
      return document;
    });
  const valuesOf = (document: Document | undefined) =>
    Object.fromEntries(
      (document?._aws.CloudWatchMetrics[0]?.Metrics ?? []).map(({ Name }) => [Name, document?.[Name]]),
    );

  it("are documents whose every metric and dimension is a member, a number and a text", () => {
    const record: StepRecord = {
      lastAttempt: HOURS_AGO(1),
      lastSuccess: HOURS_AGO(1),
      status: 0,
      durationSeconds: 2,
      bytes: 9,
    };
    const all = documents(record, true, { drill: {}, retention: { last: 1 } });
    expect(all.map(({ Step }) => Step)).toEqual(["backup", "prune", "drill"]);
    for (const document of all)
      for (const { Dimensions, Metrics } of document._aws.CloudWatchMetrics) {
        expect(Dimensions.flat().map((member) => typeof document[member])).toEqual([
          "string",
          "string",
          "string",
        ]);
        expect(Metrics.map(({ Name }) => typeof document[Name])).toEqual(Metrics.map(() => "number"));
      }
    expect(Object.keys(valuesOf(all[0])).sort()).toEqual(Object.keys(EMF_METRICS).sort());
    expect(all[0]).toMatchObject({
      Host: "db1",
      Target: "ca",
      Step: "backup",
      _aws: { Timestamp: NOW.getTime() },
    });
  });

  it.each<[string, StepRecord | undefined, boolean, object]>([
    ["that never succeeded is overdue, and has no age", undefined, false, { Overdue: 1, FailedAttempts: 0 }],
    [
      "that was not due has no exit status of now",
      { lastAttempt: HOURS_AGO(5), lastSuccess: HOURS_AGO(5), status: 0, durationSeconds: 1, bytes: 7 },
      false,
      { Overdue: 0, LastSuccessAge: 18_000, FailedAttempts: 0 },
    ],
    [
      "that fails is overdue when it is too old, and not before",
      { lastAttempt: HOURS_AGO(0), lastSuccess: HOURS_AGO(13), status: 7, durationSeconds: 1, failures: 3 },
      true,
      { Overdue: 1, LastSuccessAge: 46_800, FailedAttempts: 3, ExitStatus: 7, Duration: 1 },
    ],
    [
      "that was killed counts as failed",
      { lastAttempt: HOURS_AGO(1), lastSuccess: HOURS_AGO(11) },
      false,
      { Overdue: 0, LastSuccessAge: 39_600, FailedAttempts: 1 },
    ],
    [
      "whose success is to come is overdue",
      { lastAttempt: HOURS_AGO(0), lastSuccess: HOURS_AGO(-9), status: 0 },
      false,
      { Overdue: 1, FailedAttempts: 0 },
    ],
  ])("of a step %s", (_, record, ran, values) => {
    expect(valuesOf(documents(record, ran)[0])).toEqual(values);
  });

  it("are handed to the agent, and added to a file", async () => {
    let heard = "";
    const agent = createServer((socket) => socket.setEncoding("utf8").on("data", (text) => (heard += text)));
    await new Promise<void>((resolve) => agent.listen(0, "127.0.0.1", resolve));
    const ended = new Promise((resolve) => agent.once("connection", (socket) => socket.once("end", resolve)));
    const { signal } = new AbortController();
    await handOver(["{}", "[]"], `tcp://127.0.0.1:${(agent.address() as AddressInfo).port}`, signal);
    await ended;
    await new Promise((resolve) => agent.close(resolve));
    expect(heard).toBe("{}\n[]\n");
    const file = join(dir(), "emf.log");
    await handOver(["1"], file, signal);
    await handOver(["2"], file, signal);
    expect(readFileSync(file, "utf8")).toBe("1\n2\n");
  });

  it("say what is in the way", async () => {
    const { signal } = new AbortController();
    const free = createServer();
    await new Promise<void>((resolve) => free.listen(0, "127.0.0.1", resolve));
    const { port } = free.address() as AddressInfo;
    await new Promise((resolve) => free.close(resolve));
    await expect(handOver(["1"], `tcp://127.0.0.1:${port}`, signal)).rejects.toMatchObject({
      exit: "unavailable",
      summary: expect.stringMatching(/^tcp:\/\/127\.0\.0\.1:\d+: ECONNREFUSED/),
    });
    mkdirSync(join(dir(), "folder"));
    await expect(handOver(["1"], join(dir(), "folder"), signal)).rejects.toMatchObject({
      exit: "target",
      summary: expect.stringContaining("EISDIR"),
    });
  });

  it("go where the file says", () => {
    const told = (cloudwatch: object) => {
      const { data, error } = targetsSchema.safeParse({
        cloudwatch,
        targets: { a: { path: "/x", prefix: "x/" } },
      });
      return data === undefined ? error?.issues[0]?.message : withDefaults(data, "/etc/sealstack").cloudwatch;
    };
    expect(told({ to: "tcp://127.0.0.1:25888" })).toEqual({
      to: "tcp://127.0.0.1:25888",
      namespace: "Sealstack",
    });
    expect(told({ to: "stderr", host: "a" })).toMatchObject({ to: "stderr", host: "a" });
    expect(told({ to: "emf.log" })).toMatchObject({ to: "/etc/sealstack/emf.log" });
    for (const to of ["udp://127.0.0.1:25888", "http://x", "tcp://x", "tcp://user@x:1/y"])
      expect(told({ to })).toContain("must be tcp://HOST:PORT, a file or stderr");
    expect(told({ to: "a", namespace: "AWS/Backup" })).toContain("must not begin with AWS/");
  });
});
