import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Services } from "../../../../scripts/commands/io";
import { evidence } from "../../../../scripts/core/drill/evidence/evidence";
import { recordKey } from "../../../../scripts/core/records/record-key";
import { OperatorError } from "../../../../scripts/errors";
import { rawCipher } from "../../../helpers/kms/raw-cipher";
import { sealstack } from "../../../helpers/processes/cli";
import { useScratch } from "../../../helpers/scratch";
import { memoryServices } from "../../../helpers/stores/memory-services";
import { MemoryStore } from "../../../helpers/stores/memory-store";
import { useTempDir } from "../../../helpers/temp-dir";

const IN = "p/in-20261122T014200Z.tar.gz.kms";
const OLD = "p/in-20261121T014200Z.tar.gz.kms";
const OTHER = "q/other-20261122T014200Z.tar.gz.kms";
const NOW = new Date("2026-11-28T10:00:00Z");

describe("sealstack drill", () => {
  const dir = useTempDir();
  useScratch();
  let store: MemoryStore;
  let services: Services;
  const at = (path: string): string => join(dir(), path);
  const run = (argv: readonly string[], now = NOW, over: Partial<Services> = {}) =>
    sealstack([...argv, "--bucket", "b"], { services: { ...services, ...over }, now: () => now, env: {} });
  const drill = async (...argv: string[]) => {
    const ran = await run(["drill", "--json", ...argv]);
    const said = ran.stdout.length === 0 ? undefined : JSON.parse(ran.stdout.toString());
    return { ...ran, drills: said?.drills ?? [] };
  };
  const records = (): string[] =>
    [...store.objects.keys()].filter((key) => key.includes("/.sealstack/drills/"));

  /** Made once: each test has a copy. */
  const made = new Map<string, Buffer>();
  beforeEach(async () => {
    store = new MemoryStore();
    services = memoryServices(store);
    if (made.size === 0) await backUp();
    for (const [key, bytes] of made) store.objects.set(key, Buffer.from(bytes));
  });

  async function backUp(): Promise<void> {
    for (const name of ["in", "other"]) {
      mkdirSync(at(name));
      writeFileSync(at(`${name}/file`), `hello ${name}`);
    }
    for (const day of ["21", "22"])
      await run(["backup", "--prefix", "p", at("in")], new Date(`2026-11-${day}T01:42:00Z`));
    await run(["backup", "--prefix", "q", at("other")], new Date("2026-11-22T01:42:00Z"));
    for (const [key, bytes] of store.objects) made.set(key, bytes);
  }

  it("takes the newest of each series, and stores evidence beside each", async () => {
    const { status, stderr, drills } = await drill();
    expect([status, stderr]).toEqual([0, ""]);
    expect(drills.map(({ backup }: { backup: { id: string } }) => backup.id)).toEqual([IN, OTHER]);
    expect(records()).toEqual([
      recordKey("drills", IN, NOW, ".passed.json"),
      recordKey("drills", IN, NOW, ".passed.xml"),
      recordKey("drills", OTHER, NOW, ".passed.json"),
      recordKey("drills", OTHER, NOW, ".passed.xml"),
    ]);
    const record = evidence.parse(
      JSON.parse(store.object(recordKey("drills", IN, NOW, ".passed.json")).toString()),
    );
    expect(record).toMatchObject({
      result: "passed",
      backup: {
        id: IN,
        source: "files",
        files: 1,
        contentBytes: 8,
        ageSeconds: 548_280,
        store: "s3://memory",
      },
      choice: { by: "latest", candidates: 2 },
      checks: [{ result: "passed", detail: "1 file, 8 bytes" }, { result: "passed" }],
      versions: { sealstack: expect.stringMatching(/^\d/) },
    });
    expect(record.backup.ciphertextSha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it("tells people what it did", async () => {
    const { stdout } = await run(["drill", "--prefix", "q"]);
    expect(
      stdout
        .toString()
        .replace(/\d+\.\d s, for \d+ B/, "N s, for N B")
        .replace(/ on \S+ from/, " on HOST from"),
    ).toBe(
      [
        `drill passed: ${OTHER}`,
        "  made      2026-11-22T01:42:00.000Z on HOST from files, 6 days before the drill",
        "  took      N s, for N B",
        "  checks    passed   the backup is restored, and every file has its digest",
        "                       1 file, 11 bytes",
        "            passed   the manifest agrees with what was restored",
        `  evidence  s3://memory/${recordKey("drills", OTHER, NOW, ".passed.json")}`,
        "",
      ].join("\n"),
    );
  });

  it("is seen by list: how the last one of each backup ended", async () => {
    await drill("--prefix", "p");
    store.object(OTHER)[200] = (store.object(OTHER)[200] ?? 0) ^ 1;
    await drill("--prefix", "q");
    const list = (...more: string[]) => run(["list", ...more], new Date("2026-11-28T13:00:00Z"));
    const lines = (await list()).stdout.toString().split("\n");
    expect(lines.map((line) => line.split("  ").at(-1)?.trim())).toEqual([
      "STATE",
      "complete; drill passed 3 h ago",
      "complete; drill failed 3 h ago",
      "complete",
      "",
    ]);
    expect(JSON.parse((await list("--json")).stdout.toString()).backups[0]).toMatchObject({
      drillPassedAt: "2026-11-28T10:00:00.000Z",
    });
  });

  it("never overwrites evidence: a second drill in the same second has the next one", async () => {
    await drill(IN);
    const before = new Map(store.objects);
    await drill(IN);
    for (const [key, bytes] of before) expect(store.objects.get(key)).toBe(bytes);
    expect(records()).toContain(recordKey("drills", IN, new Date(NOW.getTime() + 1000), ".passed.json"));
  });

  it("passes over what is incomplete or in quarantine, says so, and takes such a one by its id", async () => {
    store.objects.set(recordKey("quarantine", IN, NOW), Buffer.from("{}"));
    const latest = await drill("--prefix", "p");
    expect(latest.drills[0].backup.id).toBe(OLD);
    expect(latest.stderr).toContain(`${IN} is passed over: it is in quarantine`);
    store.objects.delete(OLD.replace(".tar.gz.kms", ".manifest.json"));
    expect((await drill("--prefix", "p")).status).toBe(10);
    const byId = await drill(OLD);
    expect([byId.status, byId.drills[0].checks[1]]).toEqual([
      0,
      expect.objectContaining({
        result: "warning",
        detail: "there is none: the backup is listed as incomplete",
      }),
    ]);
  });

  it("fails with status 19 and keeps evidence where a backup is damaged", async () => {
    store.object(IN)[200] = (store.object(IN)[200] ?? 0) ^ 1;
    const { status, stderr, drills } = await drill("--prefix", "p");
    expect(status).toBe(19);
    expect(stderr).toContain("the backup is restored, and every file has its digest: failed");
    expect(drills[0]).toMatchObject({
      result: "failed",
      evidenceKey: recordKey("drills", IN, NOW, ".failed.json"),
    });
    expect((await run(["drill", "--no-store", "--prefix", "p"])).stdout.toString()).toContain(
      `sealstack quarantine ${IN} --reason TEXT`,
    );
    expect(records()).toEqual(
      [".failed.json", ".failed.xml"].map((ending) => recordKey("drills", IN, NOW, ending)),
    );
  });

  it("fails where the key is another one, or the manifest tells of something else", async () => {
    const cipher = async () => rawCipher(9);
    expect((await run(["drill", "--no-store", "--prefix", "p"], NOW, { cipher })).status).toBe(19);
    const manifest = IN.replace(".tar.gz.kms", ".manifest.json");
    store.objects.set(
      manifest,
      Buffer.from(store.object(manifest).toString().replace('"files": 1', '"files": 2')),
    );
    const { status, drills } = await drill("--no-store", "--prefix", "p");
    expect([status, drills[0].checks[1].detail]).toEqual([
      19,
      "the manifest says files '2', the payload has '1'",
    ]);
  });

  it("is no drill, and leaves no evidence, where the store cannot be reached; others are drilled all the same", async () => {
    store.before = (request, key) => {
      if (request === "get" && key === IN) throw new OperatorError("unavailable", "no route");
    };
    const { status, drills } = await drill();
    expect(status).toBe(12);
    expect(drills).toMatchObject([
      { id: IN, result: "not drilled", error: { exit: "unavailable" } },
      { result: "passed" },
    ]);
    expect(new Set(records().map((key) => key.split("/")[0]))).toEqual(new Set(["q"]));
  });

  it("says so where evidence cannot be stored, and the copies are there", async () => {
    store.before = (request) => {
      if (request === "put") throw new OperatorError("accessDenied", "cannot write: denied");
    };
    const { status, drills } = await drill("--prefix", "p", "--evidence", at("e.json"));
    expect([status, drills[0].evidenceError.exit]).toEqual([8, "accessDenied"]);
    expect(evidence.parse(JSON.parse(readFileSync(at("e.json"), "utf8"))).result).toBe("passed");
  });

  it("writes copies that are 0600, and replaces none without --force", async () => {
    const files = ["--evidence", at("e.json"), "--junit", at("j.xml"), "--no-store", "--prefix", "p"];
    expect((await drill(...files)).status).toBe(0);
    for (const name of ["e.json", "j.xml"]) expect(statSync(at(name)).mode & 0o777).toBe(0o600);
    expect(readFileSync(at("j.xml"), "utf8")).toContain('tests="2" failures="0" skipped="0"');
    expect((await drill(...files)).status).toBe(4);
    expect((await drill(...files, "--force")).status).toBe(0);
    expect(records()).toEqual([]);
  });

  it("drills nothing with --dry-run, and says what it would", async () => {
    const { stdout } = await run(["drill", "--dry-run"]);
    expect(stdout.toString().split("\n").slice(1, 4)).toEqual(
      [
        "WOULD DRILL                             AGE     CHOSEN",
        `${IN}        6 days  latest, of 2`,
        `${OTHER}     6 days  latest, of 1`,
      ].map((line) => expect.stringMatching(new RegExp(line.replace(/ +/g, " +").replace(/[.]/g, "\\.")))),
    );
    expect(records()).toEqual([]);
  });

  describe("with a command of the user's", () => {
    const script = (text: string): string => {
      writeFileSync(at("check"), `#!/bin/sh\n${text}\n`, { mode: 0o700 });
      return at("check");
    };
    const last = (drills: { checks: object[] }[]): object => drills[0]?.checks.at(-1) ?? {};

    it("runs it in the directory, whose name it gets, with no secret of ours", async () => {
      const check = script(
        `[ "$PWD" = "$(cd "$SEALSTACK_DRILL_DIRECTORY" && pwd)" ] && [ "$(cat file)" = "hello in" ] || exit 3
         [ "$1,$2" = "a,b" ] || exit 4
         env | grep -qE '^(AWS_|SEALSTACK_KEY|MY_TOKEN)' && exit 5; exit 0`,
      );
      process.env.AWS_SECRET_ACCESS_KEY = "secret";
      process.env.MY_TOKEN = "secret";
      const { status, drills } = await drill("--prefix", "p", "--check-command", `${check} a b`);
      expect([status, last(drills)]).toEqual([
        0,
        expect.objectContaining({ result: "passed", detail: "exit status 0" }),
      ]);
    });

    it("fails where it fails, and tells what it says to the terminal only", async () => {
      const check = script("echo 'row 7 is missing' >&2; exit 7");
      const { status, stderr, drills } = await drill("--prefix", "p", "--check-command", check);
      expect([status, last(drills)]).toEqual([
        19,
        expect.objectContaining({ detail: expect.stringContaining("exit status 7") }),
      ]);
      expect(stderr).toContain("the check command says: row 7 is missing");
      expect(JSON.stringify(drills)).not.toContain("row 7");
    });

    it("ends it, and what it started, when its time is over", async () => {
      const check = script("sleep 600 & sleep 600");
      const { status, drills } = await drill(
        "--prefix",
        "p",
        "--check-command",
        check,
        "--check-timeout",
        "1",
      );
      expect([status, last(drills)]).toEqual([
        19,
        expect.objectContaining({ detail: expect.stringContaining("longer than 1 seconds") }),
      ]);
    });

    it("fails where there is no such program", async () => {
      const { status, drills } = await drill("--prefix", "p", "--check-command", at("nothing"));
      expect([status, last(drills)]).toEqual([
        19,
        expect.objectContaining({ detail: expect.stringContaining("no such program") }),
      ]);
    });
  });

  it.each([
    [["--window", "7"], "--window goes with --random only"],
    [["--seed", "x"], "--seed goes with --random only"],
    [["--random", "--latest"], "--latest and --random exclude each other"],
    [["--random", IN], "--random and an id exclude each other"],
    [["--random", "--window", "0"], "1 to 365"],
    [["--random", "--window", "366"], "1 to 365"],
    [["--check-timeout", "x"], "1 to 86400"],
    [["nonsense"], "is not the id of a backup"],
    [["--check-command", "a | b"], "only a shell understands"],
    [["--check-command", " "], "the check command is empty"],
    [["--evidence", "e.json"], "--evidence names one file, and 2 backups would be drilled"],
    [["--mac-key", "a", "--signing-key", "b"], "--mac-key and --signing-key exclude each other"],
    [["--mac-key", "a", "--no-store"], "are for evidence that is stored"],
    [["--context", "nonsense"], "--context needs name=value"],
  ])("refuses %j before anything is drilled", async (argv, problem) => {
    const { status, stderr } = await drill(...argv);
    expect([status, JSON.parse(stderr.trim().split("\n").at(-1) ?? "").error.message]).toEqual([
      2,
      expect.stringContaining(problem),
    ]);
    expect(records()).toEqual([]);
  });

  it("fails with status 10 where there is nothing", async () => {
    expect(await drill("--prefix", "elsewhere")).toMatchObject({ status: 10 });
    const old = await drill("--random", "--window", "2");
    expect([old.status, JSON.parse(old.stderr.trim().split("\n").at(-1) ?? "").error.message]).toEqual([
      10,
      "no complete backup of the last 2 days to drill below s3://memory/",
    ]);
  });

  it("gives each backup of the window its turn, the failed ones too", async () => {
    const seen: string[] = [];
    for (const hour of [10, 11, 12]) {
      const ran = await run(
        ["drill", "--json", "--random", "--prefix", "p"],
        new Date(`2026-11-28T${hour}:00:00Z`),
      );
      seen.push(JSON.parse(ran.stdout.toString()).drills[0].backup.id);
    }
    expect(new Set(seen.slice(0, 2))).toEqual(new Set([IN, OLD]));
    expect(seen[2]).toBe(seen[0]);
  });
});
