import { readFileSync } from "node:fs";
import { join } from "node:path";
import { speedFiles } from "../../tools/speed-docs/main";
import { results } from "../../tools/speed-docs/results";
import { rows } from "../../tools/speed-docs/rows";
import { memoryBlock, peersBlock } from "../../tools/speed-docs/tables";

const ROOT = join(__dirname, "../..");

describe("figures of speed and memory", () => {
  const files = speedFiles();

  it.each([...files.keys()])("of %s are those of bench/results (else run `npm run docs:speed`)", (path) => {
    expect(readFileSync(join(ROOT, path), "utf8")).toBe(files.get(path));
  });

  const real = results();
  const operation = (mibPerSecond: number) => ({ mibPerSecond, cpuSeconds: 1 });
  const contestant = (name: string, backup: number, restore: number) => ({
    name,
    backup: operation(backup),
    restore: operation(restore),
  });
  const withBackup = (...contestants: ReturnType<typeof contestant>[]) => ({
    ...real,
    backup: { machine: real.backup.machine, results: [{ data: { name: "random file" }, contestants }] },
  });

  it("are ratios to the peer, by version of Node.js, of sealstack as it is by default, and with zstd", () => {
    const changed = withBackup(
      contestant("sealstack on Node.js 24.1.0", 300, 50),
      contestant("sealstack on Node.js 20.2.0", 200, 40),
      contestant("sealstack, zstd on Node.js 24.1.0", 900, 900),
      contestant("restic", 100, 100),
    );
    const [backup, restore, withZstd] = rows(changed);
    expect([withZstd?.work, ...(withZstd?.times ?? [])]).toEqual(["backup, random file, zstd", ["24", 9]]);
    expect([...(backup?.times ?? [])]).toEqual([
      ["24", 3],
      ["20", 2],
    ]);
    expect([...(restore?.times ?? [])]).toEqual([
      ["24", 0.5],
      ["20", 0.4],
    ]);
    const line = peersBlock(changed).find((text) => text.startsWith("| restore, random file | restic"));
    expect(line).toContain("| **0.40×** | **0.50×** | 1.20× |");
  });

  it("are not told where a bench left out sealstack", () => {
    expect(() => rows(withBackup(contestant("restic", 1, 1)))).toThrow("no results of sealstack");
  });

  it("are bold where memory is above its limit", () => {
    const memory = {
      ...real.memory,
      maxMiB: 256,
      results: [{ name: "much", backup: { peakMiB: 257 }, restore: { peakMiB: 256 } }],
    };
    expect(memoryBlock({ ...real, memory })).toContain("| much | **257** | 256 |");
  });
});
