/** What commands show as tables, in terminals of several widths and in a pipe. */
import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Services } from "../../../scripts/commands/io";
import { keyEvent } from "../../../scripts/core/audit/cloudtrail-record";
import { denied, KEY_ARN } from "../../helpers/judging/cloudtrail-records";
import { sealstack } from "../../helpers/processes/cli";
import { accessStack } from "../../helpers/stacks/access-stack";
import { bucket as bucketOf, KEY, stackText, together } from "../../helpers/stacks/cost-stack";
import { memoryServices } from "../../helpers/stores/memory-services";
import { MemoryVersions } from "../../helpers/stores/memory-versions";
import { addBackup, NOW } from "../../helpers/stores/retention";
import { useTempDir } from "../../helpers/temp-dir";

const NARROW = [60, 80] as const;
const WIDE = 400;
const SERIES = "etcd-default/etcd-control-plane-of-the-cluster";

/** Commands, and which of their lines are no part of a table: a terminal breaks them, and they stay what people can copy. */
const SHOWN: readonly (readonly [command: string, sentences: RegExp])[] = [
  ["list", /^$/],
  ["prune --keep-last 1 --dry-run", /^(etcd-default\/\S+: | {2}policy|nothing was changed)/],
  [
    "prune --keep-last 1 --dry-run --explain",
    /^(etcd-default\/\S+: | {2}policy|storage of|nothing was changed)/,
  ],
  ["drill --dry-run", /^nothing was drilled/],
  ["access AFTER", /^(\S|$)/],
  ["access AFTER --against BEFORE", /^($|findings of|new access)/],
  ["cost COST", /^(\S|$| {2}(free|discounts|first|minimum)| {2}no prices| {2}\S+ has a bucket key)/],
  [`audit --key ${KEY_ARN}`, /^(\S| {2}\S)/],
  ["fleet report REPORT", /^(report of| {2}(succeeded|failed))/],
];

describe("tables", () => {
  const dir = useTempDir();
  let services: Services;
  beforeEach(() => {
    const bucket = new MemoryVersions();
    bucket.rules = [
      {
        prefix: "",
        byTags: false,
        size: {},
        currentDays: 90,
        newerNoncurrentVersions: 0,
        noncurrentDays: 30,
      },
    ];
    bucket.lock = { enabled: true };
    for (const days of [1, 2, 3]) addBackup(bucket, days, SERIES);
    const event = { ...denied("Decrypt"), eventID: "event-1", eventTime: "2026-11-28T03:00:00Z" };
    services = {
      ...memoryServices(bucket),
      keyEvents: async () => ({
        lookUp: async function* () {
          yield { events: [keyEvent(JSON.stringify(event))], more: false };
        },
      }),
    };
    const wider = (stack: string) => stack.replaceAll('"backup/in/*"', '"backup/*"');
    for (const [name, edit] of [
      ["BEFORE", undefined],
      ["AFTER", wider],
    ] as const) {
      const folder = join(dir(), name, "stacks", "vault");
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, "cdk.tf.json"), accessStack(edit));
    }
    mkdirSync(join(dir(), "COST", "stacks", "backups"), { recursive: true });
    writeFileSync(
      join(dir(), "COST", "stacks", "backups", "cdk.tf.json"),
      stackText(together({ aws_kms_key: { key: KEY } }, bucketOf("b", { days: 90, noncurrentDays: 30 }))),
    );
    const results = join(dir(), "REPORT", "results");
    mkdirSync(results, { recursive: true });
    const message = "Damaged: the frame 3 is not authentic, so that nothing after it can be believed";
    const rows = `b,${SERIES}-20261128T000000Z.tar.gz.kms,,failed,500,PermanentFailure,"${message}"\n`;
    writeFileSync(join(results, "failed.csv"), rows);
    const MD5Checksum = createHash("md5").update(rows).digest("hex");
    const Results = [{ TaskExecutionStatus: "failed", MD5Checksum, Key: "job-1/results/failed.csv" }];
    const manifest = JSON.stringify({ Format: "Report_CSV_20180820", Results });
    writeFileSync(join(dir(), "REPORT", "manifest.json"), manifest);
  });

  const show = async (command: string, columns?: number): Promise<readonly string[]> => {
    const words = command.split(" ").map((word) => (/^[A-Z]+$/.test(word) ? join(dir(), word) : word));
    const store = /^(list|prune|drill)/.test(command) ? ["--bucket", "memory"] : [];
    const argv = [
      ...words,
      ...store,
      ...(/^(access|cost)/.test(command) ? [] : ["--region", "eu-central-1"]),
    ];
    const { stdout, stderr } = await sealstack(argv, { services, env: {}, now: () => NOW, columns });
    expect(stderr).toBe("");
    expect(stdout.toString()).not.toContain("\u001b"); // no colours
    return stdout.toString().split("\n");
  };

  it.each(SHOWN)("of %s fit the terminal, and lose nothing", async (command, sentences) => {
    const piped = await show(command);
    expect(await show(command, WIDE)).toEqual(piped);
    const isOfTable = (line: string): boolean => !sentences.test(line);
    const table = piped.filter(isOfTable);
    expect(Math.max(...table.map(({ length }) => length))).toBeGreaterThan(NARROW[0]);
    for (const columns of NARROW) {
      const shown = await show(command, columns);
      const isIn = (line: string): boolean => line.length <= columns || !line.trim().includes(" ");
      expect(shown.filter((line) => isOfTable(line) && !isIn(line))).toEqual([]);
      const words = new Set(shown.flatMap((line) => line.split(/[ :]+/)));
      const head = table[0]?.split(/ +/) ?? [];
      const lost = table
        .flatMap((line) => line.split(/[ :]+/))
        .filter((word) => !words.has(word) && !head.includes(word));
      expect(lost).toEqual([]);
    }
  });
});
