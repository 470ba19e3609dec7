import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import type { Services } from "../../../../scripts/commands/io";
import { manifestKey, parseId } from "../../../../scripts/core/object-key";
import { recordKey } from "../../../../scripts/core/records/record-key";
import { OperatorError } from "../../../../scripts/errors";
import { rawCipher } from "../../../helpers/kms/raw-cipher";
import { sealstack } from "../../../helpers/processes/cli";
import { backUp, surroundings } from "../../../helpers/stores/backups";
import { memoryServices } from "../../../helpers/stores/memory-services";
import { MemoryStore } from "../../../helpers/stores/memory-store";
import { MemoryVersions } from "../../../helpers/stores/memory-versions";
import { useTempDir } from "../../../helpers/temp-dir";

const DAY = 24 * 3_600_000;

/** Tells when things were stored. */
class DatedStore extends MemoryStore {
  constructor(private readonly now: () => number) {
    super();
  }

  override async putNew(...args: Parameters<MemoryStore["putNew"]>): ReturnType<MemoryStore["putNew"]> {
    const stored = await super.putNew(...args);
    this.times.set(args[0], new Date(this.now()));
    return stored;
  }
}

describe("sealstack verify --all", () => {
  const dir = useTempDir();
  let store: DatedStore;
  /** What delete markers hide; nothing else of it is looked at. */
  let versions: MemoryVersions;
  let services: Services;
  let time: number;
  let ids: string[];
  beforeEach(async () => {
    time = Date.parse("2026-11-20T02:00:00Z");
    store = new DatedStore(() => time);
    versions = new MemoryVersions();
    services = { ...memoryServices(store), versions: async () => versions };
    mkdirSync(join(dir(), "site"));
    writeFileSync(join(dir(), "site", "index.html"), "hello");
    ids = [];
    for (let day = 0; day < 4; day += 1) ids.push(await backup());
  });

  const run = async (argv: readonly string[]) => {
    const ran = await sealstack(argv, { services, now: () => new Date(time), env: {} });
    return { ...ran, out: ran.stdout.toString() };
  };
  const place = ["--bucket", "memory", "--prefix", "ca"];
  const key = ["--key", "alias/any"];
  async function backup(name = "site"): Promise<string> {
    time += DAY;
    const { out, stderr } = await run([
      "backup",
      ...place,
      ...key,
      "--name",
      name,
      "--json",
      join(dir(), "site"),
    ]);
    expect(stderr).toBe("");
    return JSON.parse(out).id;
  }
  const verify = async (...argv: string[]) => {
    const { status, out, stderr } = await run(["verify", "--all", "--json", ...place, ...key, ...argv]);
    const data = JSON.parse(out || stderr.trim().split("\n").at(-1) || "{}");
    const findings = (data.series ?? []).flatMap((each: { findings: { kind: string; id: string }[] }) =>
      each.findings.map(({ kind, id }) => `${kind} ${id}`),
    );
    return { status, stderr, data, findings };
  };
  const remove = (id: string): void => {
    store.objects.delete(id);
    store.objects.delete(manifestKey(id));
  };

  it.each([[[]], [["--quick"]]])("finds nothing where nothing was done %s", async (flags) => {
    const { status, data, findings } = await verify(...flags);
    expect([status, findings, data.ok]).toEqual([0, [], true]);
    expect(
      data.series[0].backups.map(({ id, verified }: { id: string; verified: unknown }) => [id, verified]),
    ).toEqual([...ids].reverse().map((id) => [id, flags.length === 0 ? true : "quick"]));
    expect(data.series[0].unknown).toEqual([expect.stringContaining("give --expect-newer-than")]);
  });

  it.each([[[]], [["--quick"]]])("names what is missing, was replaced, and put back %s", async (flags) => {
    const [first = "", second = "", third = ""] = ids;
    remove(second);
    store.times.set(first, new Date(time));
    store.objects.set(third, Buffer.alloc(store.object(third).length));
    const { status, findings } = await verify(...flags);
    expect(status).toBe(18);
    expect(findings).toEqual([`replaced ${third}`, `missing ${second}`, `put back ${first}`]);
  });

  it("tells what prune deleted from what somebody else did", async () => {
    const [first = "", second = "", , last = ""] = ids;
    const hide = async (id: string): Promise<void> => {
      remove(id);
      versions.put(id, new Date(time));
      await versions.addDeleteMarker(id);
    };
    await hide(first);
    await hide(second);
    const pruned = await verify();
    expect(pruned).toMatchObject({ status: 0, findings: [] });
    expect(pruned.data.series[0].hidden).toEqual([second, first]);
    await hide(last);
    expect(await verify()).toMatchObject({ status: 18, findings: [`hidden ${last}`] });
  });

  it("says that it cannot see what delete markers hide, where it may not", async () => {
    const refused = new OperatorError("accessDenied", "AWS denied s3:ListBucketVersions");
    services = { ...services, versions: () => Promise.reject(refused) };
    const { status, data } = await verify();
    expect(status).toBe(0);
    expect(data.series[0].unknown).toContain("what delete markers hide: AWS denied s3:ListBucketVersions");
  });

  it("says so to people, line by line", async () => {
    remove(ids[1] ?? "");
    const { status, out, stderr } = await run(["verify", "--all", ...place, ...key]);
    expect([status, stderr]).toEqual([18, ""]);
    expect(out.replace(/in \d.*;/, "in N;").split("\n")).toEqual([
      "ca/site: 3 backups",
      `  missing  ${ids[1]}: it was there when ${ids[3]} was made; ${ids[0]}, which is older, is still there`,
      `  unknown  whether there was a backup after ${ids[3]}: give --expect-newer-than with what another machine remembers`,
      "verified 3 of 3 backups in N; 1 finding",
      "",
    ]);
  });

  it("takes retention from a flag, else from the stack's outputs", async () => {
    remove(ids[0] ?? "");
    expect(await verify()).toMatchObject({ status: 0, data: { series: [{ expired: 0 }] } });
    expect(await verify("--retention-days", "2")).toMatchObject({
      status: 0,
      data: { series: [{ expired: 1 }] },
    });
    expect(await verify("--retention-days", "30")).toMatchObject({
      status: 18,
      findings: [`missing ${ids[0]}`],
    });
    const outputs = join(dir(), "outputs.json");
    for (const [days, status] of [
      [2, 0],
      [30, 18],
      ["30", 0],
    ] as const) {
      writeFileSync(
        outputs,
        JSON.stringify({ backup: { bucket: "memory", retention_days: { "ca/": days } } }),
      );
      expect(await verify("--outputs", outputs)).toMatchObject({ status });
    }
  });

  it("knows what another machine remembers, by id or time", async () => {
    const [, , third = "", last = ""] = ids;
    expect((await verify("--expect-newer-than", last)).data).toMatchObject({
      ok: true,
      series: [{ unknown: [] }],
    });
    remove(last);
    expect(await verify()).toMatchObject({ status: 0, findings: [] }); // nobody that is left can tell
    for (const remembered of [last, "2026-11-24T02:00:00Z", "2026-11-24T03:00+01:00", "2026-11-23"])
      expect(await verify("--expect-newer-than", remembered)).toMatchObject(
        remembered === "2026-11-23"
          ? { status: 0 }
          : { status: 18, findings: [`older than expected ${third}`] },
      );
    for (const id of ids) remove(id);
    expect(await verify("--expect-newer-than", last)).toMatchObject({
      status: 18,
      findings: [`older than expected ${last}`],
    });
    expect((await verify()).status).toBe(10);
  });

  it("goes on after one that cannot be verified, and ends with its status", async () => {
    store.before = (request, id) => {
      if (request === "get" && id === ids[2]) throw new OperatorError("refused", "it is in an archive");
    };
    const { status, data } = await verify();
    expect(status).toBe(14);
    expect(data.series[0].backups.map(({ verified }: { verified: unknown }) => verified)).toEqual([
      true,
      false,
      true,
      true,
    ]);
    store.objects.set(recordKey("quarantine", ids[2] ?? "", new Date(time)), Buffer.from("{}"));
    expect((await verify()).status).toBe(0); // known to be bad
    store.before = (request) => {
      if (request === "get") throw new OperatorError("accessDenied", "no");
    };
    expect((await verify()).status).toBe(8);
  });

  it("keeps series apart", async () => {
    const other = await backup("site-2");
    await backup("site-2");
    remove(other);
    const { data } = await verify();
    expect(
      data.series.map(({ name, findings }: { name: string; findings: unknown[] }) => [name, findings.length]),
    ).toEqual([
      ["site", 0],
      ["site-2", 0],
    ]);
    expect((await verify("--name", "site-2", "--retention-days", "9")).findings).toEqual([
      `missing ${other}`,
    ]);
  });

  it("reads backups that say nothing of others, and tells which they are", async () => {
    time += DAY;
    const now = (): Date => new Date(time);
    const { id } = await backUp(
      join(dir(), "site"),
      { ...surroundings(store, rawCipher()), now },
      { prefix: "ca/", name: "site", context: {} },
    );
    const { status, data } = await verify();
    expect(status).toBe(0);
    expect(data.series[0].unknown[0]).toBe(`1 of 5 backups say nothing of those before them: ${id}`);
  });

  it("backs up where nothing can be listed, and says so", async () => {
    time += DAY;
    store.before = (request) => {
      if (request === "list") throw new OperatorError("accessDenied", "no listing");
    };
    const { status, stderr } = await run(["backup", ...place, ...key, "--name", "site", join(dir(), "site")]);
    expect([status, stderr]).toEqual([
      0,
      "sealstack: warning: this backup says nothing of those before it: no listing\n",
    ]);
    store.before = () => {};
    expect((await verify()).data.series[0].unknown[0]).toMatch(/^1 of 5 backups say nothing/);
  });

  it("warns of manifests that tell of a backup that is gone", async () => {
    store.objects.delete(ids[3] ?? "");
    expect((await verify()).stderr).toContain(`may tell of one that is gone: ${manifestKey(ids[3] ?? "")}`);
  });

  it("writes a file that tar shows, that SHA256SUMS covers, and that no restore writes", async () => {
    const [, , , last = ""] = ids;
    const flow = rawCipher().open({ "sealstack:backup": last });
    flow.stream.end(store.object(last));
    const [archive, into] = [join(dir(), "a.tar.gz"), join(dir(), "by-hand")];
    writeFileSync(archive, await buffer(flow.stream));
    mkdirSync(into);
    execFileSync("tar", ["xzf", archive, "-C", into]);
    execFileSync("sha256sum", ["--quiet", "-c", ".sealstack/SHA256SUMS"], { cwd: into });
    const text = execFileSync("tar", ["xzOf", archive, ".sealstack/backup.json"]).toString();
    expect(JSON.parse(text).catalog).toMatchObject({
      store: "s3://memory",
      newest: ids
        .slice(0, 3)
        .reverse()
        .map((id) => ({ id, size: store.object(id).length })),
    });
    const target = join(dir(), "restored");
    expect((await run(["restore", ...place, ...key, last, target])).status).toBe(0);
    expect(readdirSync(target)).toEqual(["index.html"]);
    expect((await run(["list", ...place, ...key, "--content", last])).out).not.toContain("catalog");
    expect(parseId(last)).toBeDefined();
  });

  it.each<[string[], string]>([
    [["--expect-newer-than", "yesterday"], "neither the id of a backup nor a time"],
    [["--expect-newer-than", "other/x-20261124T020000Z.tar.gz.kms"], "of no series that is looked at"],
    [["--retention-days", "-1"], "whole number of days"],
    [["latest"], "--all is about all backups"],
  ])("refuses %s", async (flags, message) => {
    const { status, stderr } = await verify(...flags);
    expect([status, stderr]).toEqual([2, expect.stringContaining(message)]);
  });

  it("refuses its own flags without it", async () => {
    for (const flags of [
      ["--retention-days", "3"],
      ["--expect-newer-than", "2026-11-24"],
    ])
      expect((await run(["verify", ...place, ...key, ...flags])).status).toBe(2);
  });
});
