/** Tables of docs/how-fast.md. Pure. */
import type { Memory, Results } from "./results";
import { type Row, rows } from "./rows";

/** Speed beside peers, a table for each group: one column for each version of Node.js that any bench was given. */
export function peersBlock(all: Results): readonly string[] {
  const found = rows(all);
  const versions = [...new Set(found.flatMap(({ times }) => [...times.keys()]))].sort();
  const groups = [...new Set(found.map(({ group }) => group))];
  return [
    ...groups.flatMap((group) => [
      `### ${group}`,
      "",
      ...groupTable(
        found.filter((row) => row.group === group),
        versions,
      ),
      "",
    ]),
    ...machinesOf(all),
  ];
}

function groupTable(found: readonly Row[], all: readonly string[]): readonly string[] {
  const versions = all.filter((version) => found.some(({ times }) => times.has(version)));
  const processor = found.some((row) => row.processor !== undefined);
  const table: (readonly string[])[] = [
    ["work", "beside", ...versions.map((version) => `Node.js ${version}`), "aim"],
    ["---", "---", ...versions.map(() => "---"), "---"],
    ...found.map((row) => [
      row.work,
      row.peer,
      ...versions.map((version) => cell(row, row.times.get(version))),
      aimOf(row),
    ]),
  ];
  const last = ["processor time, ours : theirs", "---", ...found.map(processorOf)];
  return table.map((cells, at) => `| ${[...cells, ...(processor ? [last[at]] : [])].join(" | ")} |`);
}

/** Peak memory by command and amount of data. */
export function memoryBlock({ memory }: Results): readonly string[] {
  const commands = [
    ...new Set(
      memory.results.flatMap((row) => Object.keys(row).filter((name) => peakOf(row, name) !== undefined)),
    ),
  ];
  return [
    `| of | ${commands.map((name) => `\`${name}\``).join(" | ")} |`,
    `| --- | ${commands.map(() => "---").join(" | ")} |`,
    ...memory.results.map((row) => {
      const cells = commands.map((name) => {
        const peak = peakOf(row, name);
        return peak === undefined ? "" : peak > memory.maxMiB ? `**${peak}**` : `${peak}`;
      });
      return `| ${row.name} | ${cells.join(" | ")} |`;
    }),
    "",
    `MiB at the peak, all threads; the aim is ${memory.maxMiB}, what is above it is bold. ${memory.machine.cpu}, Node.js ${memory.machine.node}.`,
  ];
}

function peakOf(row: Memory["results"][number], name: string): number | undefined {
  const value: unknown = row[name];
  return typeof value === "object" && value !== null && "peakMiB" in value
    ? Number(value.peakMiB)
    : undefined;
}

/** Bold where it is slower than the peer. */
function cell({ isLimit = false }: Row, times: number | undefined): string {
  if (times === undefined) return "";
  const text = `${times.toFixed(2)}×`;
  return times < 1 && !isLimit ? `**${text}**` : text;
}

const aimOf = ({ aim }: Row): string => (aim === undefined ? "ahead" : `${aim.toFixed(2)}×`);

const processorOf = ({ processor }: Row): string =>
  processor === undefined ? "" : `${processor[0].toFixed(1)} : ${processor[1].toFixed(1)} s`;

/** Ratios hold between rows of one bench; the benches may have run on more than one machine. */
function machinesOf({ backup, far, crypto, startup, kmsPlugin }: Results): readonly string[] {
  const by = new Map<string, string[]>();
  for (const [bench, { machine }] of Object.entries({
    backup,
    far,
    crypto,
    startup,
    "kms-plugin": kmsPlugin,
  }))
    by.set(machine.cpu, [...(by.get(machine.cpu) ?? []), bench]);
  const words = [...by].map(([cpu, benches]) => `${cpu} (${benches.join(", ")})`);
  return [`Two cores of ${words.join(", of ")}. More is faster; bold is slower than the peer.`];
}
