import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readTargets } from "../../../../scripts/core/targets/read-targets";
import { targetsJsonSchema } from "../../../../scripts/core/targets/schema";
import { spanSeconds } from "../../../../scripts/core/targets/sections";
import { stepsOf } from "../../../../scripts/core/targets/steps";
import type { TargetRecord } from "../../../../scripts/core/targets/target-record";
import { useTempDir } from "../../../helpers/temp-dir";

const NOW = new Date("2026-11-28T12:00:00Z");

describe("backup.yaml", () => {
  const dir = useTempDir();
  const read = (text: string) => {
    const file = join(dir(), "backup.yaml");
    writeFileSync(file, text, { mode: 0o600 });
    return readTargets(file);
  };
  const problemsOf = (text: string): readonly string[] => {
    try {
      read(text);
    } catch (error) {
      return (error as { readonly details: readonly string[] }).details;
    }
    return [];
  };

  it("gives each target what all have, unless it says otherwise", () => {
    const { targets, metricsFile } = read(`
defaults: { outputs: /etc/sealstack/outputs.json, every: 6h }
metricsFile: /run/sealstack.prom
targets:
  etcd: { source: etcd, prefix: etcd/, retention: { daily: 14 } }
  ca: { source: step-ca, path: /etc/step-ca, prefix: step-ca/, every: 1d, outputs: other.json }
`);
    expect(metricsFile).toBe("/run/sealstack.prom");
    expect(targets).toMatchObject([
      {
        target: "etcd",
        outputs: "/etc/sealstack/outputs.json",
        every: "6h",
        retention: { daily: 14, every: "1d" },
      },
      { target: "ca", outputs: join(dir(), "other.json"), every: "1d", hooks: { before: [], timeout: "5m" } },
    ]);
  });

  it("is refused with every problem, each with its place", () => {
    expect(
      problemsOf(`targets:
  etcd: { source: etcd, path: /x, prefix: etcd/ }
  "a b": { path: /x, prefix: x/ }
  files: { path: /x, program: [a], prefix: x/, every: 5y, retention: { every: 1d }, hooks: { before: [[]] } }
  none: { prefix: x/, colour: red }
  ca: { source: step-ca, program: [a], prefix: x/, etcd: {} }
`),
    ).toEqual([
      "line 2, column 25: targets.etcd.path: must be left out with etcd, which is reached over the network",
      "line 3, column 3: targets.a b: the key must be 1 to 64 letters, digits, '.', '_' or '-', got 'a b'",
      "line 4, column 22: targets.files.program: must be left out beside path",
      "line 4, column 48: targets.files.every: must be a span such as 90m, 6h, 7d or 2w, got '5y'",
      "line 4, column 59: targets.files.retention: must say what to keep: one of last, hourly, daily, weekly, monthly, yearly, within",
      "line 4, column 103: targets.files.hooks.before[0]: must not be empty",
      "line 5, column 3: targets.none.path: is missing",
      expect.stringMatching(
        /^line 5, column 23: targets\.none\.colour: unknown key, allowed are outputs, stack, /,
      ),
      "line 6, column 26: targets.ca.program: goes with source files only",
      "line 6, column 52: targets.ca.etcd: must be left out with source step-ca",
    ]);
    expect(problemsOf("targets: {}")).toEqual(["line 1, column 1: targets: must not be empty"]);
    expect(problemsOf("targets: { x: { prefix: x/ } }")).toEqual([
      "line 1, column 12: targets.x.path: is missing",
    ]);
  });

  it("is refused for what a command would refuse later, by the command's own words", () => {
    expect(
      problemsOf(`targets:
  a: { path: /x, prefix: a//b, name: "a b" }
  b: { path: /x, prefix: x/, retention: { within: 3y, timeZone: Mars, last: 0 }, drill: { checkCommand: "a | b" } }
`),
    ).toEqual([
      expect.stringContaining("targets.a.prefix: a prefix must be letters"),
      expect.stringContaining("targets.a.name: the name of a backup must be"),
      expect.stringContaining("targets.b.retention.within: must be a number of hours, days or weeks"),
      expect.stringMatching(/targets\.b\.retention\.timeZone: .*Mars/),
      expect.stringContaining("targets.b.retention.last: must be at least 1, got 0"),
      expect.stringContaining("targets.b.drill.checkCommand: the check command has a |"),
    ]);
  });

  it("tells whom defaults name, and a dead-man switch of each target's own", () => {
    const { targets } = read(`
defaults: { notify: { webhook: { urlFile: hook }, sns: { topicArn: "arn:aws:sns:eu-central-1:111122223333:a" } } }
targets:
  one: { path: /x, prefix: x/, notify: { ping: { urlVariable: PING } } }
  two: { path: /x, prefix: x/, notify: { webhook: { urlFile: other } } }
`);
    const sns = { topicArn: "arn:aws:sns:eu-central-1:111122223333:a" };
    expect(targets.map(({ notify }) => notify)).toEqual([
      { ping: { urlVariable: "PING" }, webhook: { urlFile: join(dir(), "hook") }, sns },
      { webhook: { urlFile: join(dir(), "other") }, sns },
    ]);
    expect(
      problemsOf(`defaults: { notify: { ping: { urlFile: a } } }
targets: { one: { path: /x, prefix: x/, notify: { ping: {}, webhook: { urlFile: a, urlVariable: B }, sns: { topicArn: "arn:aws:sns:eu-central-1:1:a.fifo" } } } }
`),
    ).toEqual([
      expect.stringContaining("defaults.notify"),
      expect.stringContaining("targets.one.notify.ping: must have either urlFile or urlVariable"),
      expect.stringContaining("targets.one.notify.webhook: must have either urlFile or urlVariable"),
      expect.stringContaining("targets.one.notify.sns.topicArn: must be the ARN of a standard topic"),
    ]);
  });

  it("is refused where a backup may not get as old as it will be", () => {
    expect(
      problemsOf(`defaults: { maxAge: 6h }
targets: { one: { path: /x, prefix: x/ }, two: { path: /x, prefix: x/, every: 6h }, three: { path: /x, prefix: x/, maxAge: 23h, every: 1d } }
`),
    ).toEqual([
      expect.stringContaining("targets.one: maxAge must not be shorter than every, got 6h and 1d"),
      expect.stringContaining("targets.three: maxAge must not be shorter than every, got 23h and 1d"),
    ]);
  });

  it("has a JSON schema for editors, which is current (run 'npm run schema') and describes every key", () => {
    const text = readFileSync(join(__dirname, "../../../../scripts/backup.schema.json"), "utf8");
    expect(text).toBe(targetsJsonSchema());
    const undescribed: string[] = [];
    const look = (node: unknown): void => {
      if (typeof node !== "object" || node === null) return;
      for (const [name, property] of Object.entries((node as { properties?: object }).properties ?? {}))
        if (typeof property.description !== "string") undescribed.push(name);
      Object.values(node).forEach(look);
    };
    look(JSON.parse(text));
    expect(undescribed).toEqual([]);
  });

  it("is refused where others may write it, for it names programs", () => {
    const file = join(dir(), "backup.yaml");
    writeFileSync(file, "targets: { x: { path: /x, prefix: x/ } }");
    chmodSync(file, 0o664);
    expect(() => readTargets(file)).toThrow(`others than you may write ${file}`);
    chmodSync(file, 0o644);
    expect(readTargets(file).targets).toHaveLength(1);
    expect(() => readTargets(dir())).toThrow("is no regular file");
    expect(() => readTargets(join(dir(), "none.yaml"))).toThrow("none.yaml cannot be read");
  });

  it.each([
    ["90m", 5400],
    ["6h", 21_600],
    ["7d", 604_800],
    ["2w", 1_209_600],
    ["0h", undefined],
    ["6", undefined],
    ["1.5h", undefined],
    ["-1h", undefined],
  ])("takes the span %s for %p seconds", (text, seconds) => {
    expect(spanSeconds(text)).toBe(seconds);
  });
});

describe("steps of a target", () => {
  const dir = useTempDir();
  const only = (yaml: string) => {
    const file = join(dir(), "backup.yaml");
    writeFileSync(file, yaml, { mode: 0o600 });
    const [target] = readTargets(file).targets;
    if (target === undefined) throw new Error("no target");
    return target;
  };

  it("are command lines in which no value is taken for a flag", () => {
    const target = only(`
targets:
  db:
    program: [pg_dump, --all, "-x y"]
    bucket: --force
    prefix: db
    context: { team: "a=b" }
    skipUnsupported: true
    retention: { last: 3, within: 30d }
    drill: { windowInDays: 30, checkCommand: "check --all" }
`);
    expect(stepsOf(target, undefined, NOW).map(({ argv }) => argv)).toEqual([
      [
        ...[
          "backup",
          "--bucket=--force",
          "--prefix=db/",
          "--name=db",
          "--context=team=a=b",
          "--source=files",
        ],
        ...["--skip-unsupported", "--", "pg_dump", "--all", "-x y"],
      ],
      ["prune", "--bucket=--force", "--prefix=db/", "--name=db", "--keep-last=3", "--keep-within=30d"],
      [
        ...[
          "drill",
          "--bucket=--force",
          "--prefix=db/",
          "--name=db",
          "--context=team=a=b",
          "--random",
          "--window=30",
        ],
        "--check-command=check --all",
      ],
    ]);
    // Whatever the current directory is, and whether a path begins with a dash.
    const relative = only("targets: { x: { path: -x, prefix: x/ } }");
    expect(stepsOf(relative, undefined, NOW)[0]?.argv.at(-1)).toBe(join(dir(), "-x"));
  });

  it("are due at once, and then when their span is nearly over", () => {
    const target = only(
      "targets: { x: { path: /x, prefix: x/, every: 6h, retention: { last: 1, every: 30m } } }",
    );
    const at = (lastSuccess: string): TargetRecord => ({
      schemaVersion: 1,
      target: "x",
      steps: {
        backup: { lastAttempt: lastSuccess, lastSuccess, status: 0 },
        prune: { lastAttempt: lastSuccess, lastSuccess, status: 0 },
      },
    });
    expect(stepsOf(target, undefined, NOW).map(({ due }) => due.getTime())).toEqual([0, 0]);
    expect(stepsOf(target, at("2026-11-28T00:00:00.000Z"), NOW).map(({ due }) => due.toISOString())).toEqual([
      "2026-11-28T05:55:00.000Z",
      "2026-11-28T00:28:30.000Z",
    ]);
    const failed: TargetRecord = {
      schemaVersion: 1,
      target: "x",
      steps: { backup: { lastAttempt: "2026-11-28T00:00:00.000Z", status: 8 } },
    };
    expect(stepsOf(target, failed, NOW)[0]?.due).toEqual(new Date(0));
  });
});
