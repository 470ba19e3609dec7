import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { Services } from "../../../../scripts/commands/io";
import { recordKey } from "../../../../scripts/core/records/record-key";
import type { RunTool } from "../../../../scripts/core/sources/etcdctl";
import { OperatorError } from "../../../../scripts/errors";
import { rawCipher } from "../../../helpers/kms/raw-cipher";
import { sealstack } from "../../../helpers/processes/cli";
import { memoryServices } from "../../../helpers/stores/memory-services";
import { MemoryStore } from "../../../helpers/stores/memory-store";
import { useTempDir } from "../../../helpers/temp-dir";

const HOUR = 3_600_000;

describe("sealstack backup --skip-if-unchanged", () => {
  const dir = useTempDir();
  const site = (...names: string[]): string => join(dir(), "site", ...names);
  const state = (): string => join(dir(), "state");
  let store: MemoryStore;
  let services: Services;
  let time: number;
  beforeEach(() => {
    store = new MemoryStore();
    services = memoryServices(store);
    time = Date.parse("2026-11-22T01:42:00Z");
    mkdirSync(site("conf"), { recursive: true });
    writeFileSync(site("index.html"), "hello");
    writeFileSync(site("conf", "secret"), "the secret of the site");
    symlinkSync("index.html", site("link"));
  });

  /** Each run is ten minutes after the one before. */
  const run = async (...argv: string[]) => {
    time += 600_000;
    const options = { services, now: () => new Date(time), env: { SEALSTACK_STATE_DIR: state() } };
    const flags = ["--bucket", "memory", "--prefix", "step-ca", "--skip-if-unchanged", "--json"];
    const ran = await sealstack(["backup", ...flags, ...(argv.length === 0 ? [site()] : argv)], options);
    if (ran.status !== 0) throw new Error(`status ${ran.status}: ${ran.stderr}`);
    return { ...JSON.parse(ran.stdout.toString()), stderr: ran.stderr };
  };
  const payloads = (): string[] => [...store.objects.keys()].filter((key) => key.endsWith(".kms"));
  const marks = (): string[] => [...store.objects.keys()].filter((key) => key.includes("/unchanged/"));
  const listed = async () => {
    const options = { services, now: () => new Date(time), env: {} };
    const ran = await sealstack(["list", "--bucket", "memory", "--prefix", "step-ca/", "--json"], options);
    return JSON.parse(ran.stdout.toString()).backups;
  };

  it("makes a backup, and then marks that keep it fresh", async () => {
    const made = await run();
    expect(made).toMatchObject({ because: "no run on this host is remembered", stderr: "" });
    for (const count of [1, 2]) {
      expect(await run()).toMatchObject({ unchanged: true, id: made.id });
      expect([payloads(), marks().length]).toEqual([[made.id], count]);
    }
    expect(await listed()).toMatchObject([{ id: made.id, freshAt: new Date(time).toISOString() }]);
  });

  it("costs the store two listings and a mark", async () => {
    await run();
    const requests: string[] = [];
    store.before = (request) => void requests.push(request);
    await run();
    expect(requests).toEqual(["list", "list", "put"]);
  });

  it("keeps nothing on the host that tells what is backed up", async () => {
    await run();
    const [file = "", ...others] = readdirSync(state());
    expect(others).toEqual([]);
    expect([statSync(state()).mode & 0o777, statSync(join(state(), file)).mode & 0o7777]).toEqual([
      0o700, 0o600,
    ]);
    const text = readFileSync(join(state(), file), "utf8");
    expect(text).not.toMatch(/secret|index|conf|hello/);
    const { salt, content } = JSON.parse(text);
    // Another host with the same files has another digest.
    unlinkSync(join(state(), file));
    await run();
    const other = JSON.parse(readFileSync(join(state(), file), "utf8"));
    expect([other.salt === salt, other.content === content]).toEqual([false, false]);
  });

  it("takes a file that was written again as it was for the same", async () => {
    await run();
    writeFileSync(site("index.html"), "hello");
    utimesSync(site("index.html"), 1, 1);
    expect(await run()).toMatchObject({ unchanged: true });
  });

  it.each<[string, () => void]>([
    [
      "a byte, size and time kept",
      () => {
        const { atime, mtime } = statSync(site("index.html"));
        writeFileSync(site("index.html"), "hellp");
        utimesSync(site("index.html"), atime, mtime);
      },
    ],
    ["a new file", () => writeFileSync(site("conf", "new"), "")],
    ["a file that is gone", () => unlinkSync(site("conf", "secret"))],
    ["permissions", () => chmodSync(site("conf", "secret"), 0o640)],
    ["permissions of a directory", () => chmodSync(site("conf"), 0o711)],
    [
      "the target of a link",
      () => {
        unlinkSync(site("link"));
        symlinkSync("conf", site("link"));
      },
    ],
    [
      "a file in place of a link",
      () => {
        unlinkSync(site("link"));
        writeFileSync(site("link"), "hello");
      },
    ],
  ])("makes a backup after a change: %s", async (_, change) => {
    await run();
    change();
    expect(await run()).toMatchObject({ because: "something changed" });
    expect(await run()).toMatchObject({ unchanged: true });
    expect(payloads()).toHaveLength(2);
  });

  it.each<[string, (id: string) => void, RegExp]>([
    ["is gone", (id) => void store.objects.delete(id), /is not there any more/],
    ["is all gone", () => store.objects.clear(), /is not there any more/],
    [
      "has lost its manifest",
      (id) => void store.objects.delete(id.replace(/\.tar.*/, ".manifest.json")),
      /no manifest/,
    ],
    [
      "was replaced by one of its size",
      (id) => void store.objects.set(id, Buffer.alloc(store.object(id).length)),
      /another object/,
    ],
    ["was written again as it was", (id) => void store.times.set(id, new Date(5)), /another object/],
    [
      "is in quarantine",
      (id) => void store.objects.set(recordKey("quarantine", id, new Date()), Buffer.alloc(0)),
      /in quarantine/,
    ],
    [
      "is not the newest",
      () => void store.objects.set("step-ca/site-20261122T015201Z.tar.gz.kms", Buffer.alloc(9)),
      /015201Z\S+ is newer/,
    ],
    [
      "has a double of its second",
      () => void store.objects.set("step-ca/site-20261122T015200Z.tar.kms", Buffer.alloc(9)),
      /is newer/,
    ],
  ])("makes a backup when the last one %s", async (_, change, because) => {
    const { id } = await run();
    change(id);
    expect((await run()).because).toMatch(because);
    expect(marks()).toEqual([]);
  });

  it("takes no notice of another series whose name begins alike", async () => {
    await run();
    for (const name of ["site-2", "site-2-20261122T015200Z", "sitemap"])
      store.objects.set(`step-ca/${name}-20261123T015200Z.tar.gz.kms`, Buffer.alloc(9));
    expect(await run()).toMatchObject({ unchanged: true });
  });

  it.each<[string, string[]]>([
    ["compression", ["--compression", "none"]],
    ["context", ["--context", "owner=me"]],
    ["key", ["--key", "alias/other"]],
  ])("makes a backup when it would have another %s", async (_, flags) => {
    await run();
    expect((await run(...flags, site())).because).toMatch(/sealed in another way/);
  });

  it("makes a backup when the alias leads to another key", async () => {
    await run();
    const cipher = rawCipher();
    services = memoryServices(store, {
      ...cipher,
      seal: (context, options) => {
        const flow = cipher.seal(context, options);
        return {
          ...flow,
          header: flow.header.then((header) => ({ ...header, keyArns: ["arn:of:another"] })),
        };
      },
    });
    expect((await run()).because).toMatch(/sealed in another way/);
  });

  it.each([
    [23, undefined],
    [24, /older than --at-least-every/],
  ])("is told so after %d hours", async (age, because) => {
    await run();
    time += age * HOUR - 600_000;
    const { because: said } = await run();
    expect(said).toEqual(because === undefined ? undefined : expect.stringMatching(because));
  });

  it("makes one when the clock went back", async () => {
    await run();
    time -= HOUR;
    expect((await run()).because).toMatch(/of the future/);
  });

  it.each<[string, (file: string) => void, RegExp]>([
    ["is no JSON", (file) => writeFileSync(file, "{"), /is not what sealstack writes/],
    [
      "is of another version",
      (file) => writeFileSync(file, readFileSync(file, "utf8").replace(": 1", ": 2")),
      /is not what/,
    ],
    ["can be written by others", (file) => chmodSync(file, 0o606), /others may use it/],
    [
      "is a link",
      (file) => {
        unlinkSync(file);
        symlinkSync(join(dir(), "elsewhere"), file);
      },
      /cannot be read/,
    ],
  ])("goes by no record that %s", async (_, change, because) => {
    await run();
    change(join(state(), readdirSync(state())[0] ?? ""));
    expect((await run()).because).toMatch(because);
    expect(await run()).toMatchObject({ unchanged: true });
  });

  it("makes a backup all the same where it can remember nothing, and says so", async () => {
    writeFileSync(state(), "a file");
    for (const count of [1, 2]) {
      expect((await run()).stderr).toMatch(
        /the next run makes a backup, too, whatever has changed: cannot make/,
      );
      expect(payloads()).toHaveLength(count);
    }
  });

  it("makes a backup where the store cannot be listed, or takes no mark", async () => {
    await run();
    for (const refused of ["list", "put"] as const) {
      store.before = (request, key) => {
        if (request === "list" ? refused === "list" && !key.endsWith(".kms") : key.includes("/unchanged/"))
          throw new OperatorError("accessDenied", "denied by a policy");
      };
      expect((await run()).because).toMatch(/cannot be told: denied by a policy/);
      store.before = () => {};
      await run(); // where it could not be listed, nothing was remembered
      expect(await run()).toMatchObject({ unchanged: true });
    }
  });

  it.each([[["-"]], [["--name", "x", "--", "echo", "hello"]]])(
    "does not go with a pipe: %s",
    async (argv) => {
      await expect(run(...argv)).rejects.toThrow("status 2");
      expect(store.objects.size).toBe(0);
    },
  );

  it.each([[["--at-least-every", "0"]], [["--at-least-every", "1.5"]]])("refuses %s", async (argv) => {
    await expect(run(...argv, site())).rejects.toThrow("status 2");
  });

  describe("of an etcd", () => {
    const status = { cluster: "7801232528081817440", revision: 5, applied: 9, more: "" };
    let says: typeof status;
    let auth: string;
    let calls: string[];
    const etcd = (): Promise<{ because?: string; unchanged?: true }> =>
      run("--source", "etcd", "--etcd-endpoints", "http://127.0.0.1:1");
    beforeEach(() => {
      says = { ...status };
      auth = "NAME:\n usage of an older etcdctl";
      calls = [];
      const runTool: RunTool = async (_, [first = "", second = "", ...rest]) => {
        calls.push(`${first} ${second}`);
        if (first === "auth") return { status: 0, stdout: auth, stderr: "" };
        if (first === "snapshot") {
          const { createHash } = await import("node:crypto");
          const database = Buffer.alloc(4096, says.revision);
          writeFileSync(
            rest[0] ?? "",
            Buffer.concat([database, createHash("sha256").update(database).digest()]),
          );
          return { status: 0, stdout: "", stderr: "" };
        }
        const header = `{"cluster_id":${says.cluster},"member_id":13458989633860879742,"revision":${says.revision},"raft_term":2}`;
        const stdout = `[{"Endpoint":"e","Status":{"header":${header},"version":"3.5.1","leader":13458989633860879742,"raftTerm":2,"raftAppliedIndex":${says.applied}${says.more}}}]`;
        return { status: 0, stdout, stderr: "" };
      };
      services = { ...services, runTool };
    });

    it("takes no snapshot when its revision is what it was", async () => {
      await etcd();
      calls = [];
      expect(await etcd()).toMatchObject({ unchanged: true });
      expect(calls).toEqual(["endpoint status", "auth status"]);
    });

    it.each<[string, Partial<typeof status>]>([
      ["revision", { revision: 6 }],
      ["cluster, in the last of many digits", { cluster: "7801232528081817441" }],
      ["last entry, which may be of a user", { applied: 10 }],
    ])("backs up when it has another %s", async (_, other) => {
      await etcd();
      Object.assign(says, other);
      expect((await etcd()).because).toBe("something changed");
    });

    it("goes by the revision of users where etcd tells it", async () => {
      auth = '{"header":{"revision":5},"enabled":true,"authRevision":7}';
      await etcd();
      says.applied = 10;
      expect(await etcd()).toMatchObject({ unchanged: true });
      auth = auth.replace("7}", "8}");
      expect((await etcd()).because).toBe("something changed");
    });

    it.each([',"errors":["NOSPACE"]', ',"isLearner":true', ',"leader":0'])(
      "backs up when it is in doubt:%s",
      async (more) => {
        await etcd();
        says.more = more;
        expect((await etcd()).because).toMatch(/cannot be told before/);
      },
    );
  });
});
