/** docs/faults.md, from the tables that the tests try. */
import { EXIT, type ExitName } from "../../../scripts/errors";
import { FAULTS, type Fault } from "./faults";
import { hostRows } from "./host";
import { endsOf, MIDDLE_ROWS, MIDDLES, type Middle } from "./middle";
import { endOf, FAULT_ROWS } from "./table";

const cell = (name: ExitName | undefined): string =>
  name === undefined ? "" : name === "ok" ? "works" : `${EXIT[name].status}`;

const meanings = (names: readonly (ExitName | undefined)[]): readonly string[] =>
  names
    .filter((name): name is ExitName => name !== undefined && name !== "ok")
    .sort((a, b) => EXIT[a].status - EXIT[b].status)
    .map((name) => `- ${EXIT[name].status}: ${EXIT[name].meaning}`);

export function faultsDocument(): string {
  const faults = Object.keys(FAULTS) as Fault[];
  const used = new Set(FAULT_ROWS.flatMap((row) => faults.map((fault) => endOf(row, fault))));
  return [
    "# When AWS fails",
    "",
    "What each command that speaks to AWS does when something is wrong with it, from the first request on. The tests try every cell that is filled, and write this page",
    "(`UPDATE_GOLDEN=1 npm test -- __tests__/scripts/faults`): the status is the one below, one sentence says why and a hint what to do, nothing is left half-written, and nothing waits for ever.",
    "",
    "| | |",
    "| --- | --- |",
    ...faults.map((fault) => `| ${fault} | ${FAULTS[fault]} |`),
    "",
    `| | ${faults.join(" | ")} |`,
    `| --- |${" --- |".repeat(faults.length)}`,
    ...FAULT_ROWS.map(
      (row) => `| \`${row.command}\` | ${faults.map((fault) => cell(endOf(row, fault))).join(" | ")} |`,
    ),
    "",
    ...meanings([...used]),
    "",
    "- A cell that is empty is one where the fault cannot happen: the command asks nothing of that service, reads no listing, or no ETag. Listings of EC2 and CloudTrail cannot be cut, because a token alone says that there is more. `setup-kms` makes a key that has no name",
    "  before KMS answers, so that no answer is one for another key.",
    "- Replies that are wrong in other ways have tests of their own.",
    "- `verify --all`, `drill`, `keys status`, `rewrap`, `reencrypt`, `fleet run` and `doctor` go on where they can, and say in their report what failed.",
    "- A backup whose payload S3 has stored, and then says that it failed, has no manifest: `list` shows it as not complete. A listing that cannot be believed keeps no backup from being made: it is a warning, because only what the",
    "  backup says of earlier ones depends on it.",
    "- `fleet run` ends with 17 where others end with 12 or 15: each object has its result in the report, which stays. Without credentials that work it stops, and the same command again goes on where it was. `fleet report` is tried with a report in S3. What is tried of `fleet plan` and `fleet run` is `verify-quick`, on this host;",
    "  with `--driver s3-batch`, S3 itself works on the objects, and ours are the manifest that is stored and the request that makes the job: they are not in this table.",
    "- `run` starts each step as one of these commands; `kms-plugin` answers kube-apiserver with a code of gRPC, see [its page](kms-plugin.md), and `kms-plugin rotation status` asks the plugins, not AWS. `cost`, `init`, `completion` and what only prints ask nobody. `access` asks AWS with `--live` alone: without it, there is nobody who could fail.",
    "",
    ...middle(),
    ...host(),
  ].join("\n");
}

function middle(): readonly string[] {
  const all = Object.keys(MIDDLES) as Middle[];
  return [
    "## In the middle",
    "",
    "What a command that changes something does when the fault begins later: at the first request of each kind that it makes, and at each that asks for a change. However it ends, no version of an object that was there is gone,",
    "nothing is made twice, and a success means that all of it is done. After a failure the same command again finishes the work; `backup` makes a new backup, and where the error of `setup-kms` names a key, it is given with `--key`.",
    "",
    "| | |",
    "| --- | --- |",
    ...all.map((each) => `| ${each} | ${MIDDLES[each].says} |`),
    "",
    `| | ${all.join(" | ")} | after a failure |`,
    `| --- |${" --- |".repeat(all.length)} --- |`,
    ...MIDDLE_ROWS.map(
      (row) =>
        `| \`${row.command}\` | ${all.map((each) => endsOf(row, each).map(cell).join(" or ")).join(" | ")} | ${row.leaves} |`,
    ),
    "",
    "Where there are two, it depends on the request: `rewrap`, `reencrypt` and `cleanup` take one object after the other, and end with 17 once they have begun. KMS takes no token against repetition with `CreateKey`, nor EC2 with `CopySnapshot`:",
    "the first is not sent again unless KMS throttled it, and the second only after a look for what the lost request made. An object that S3 stored while its reply was lost is found by its size and checksum. Who may not read it is told with 11 that it may be his own.",
    "",
  ];
}

const host = (): readonly string[] => [
  "## When the host fails",
  "",
  "A file is encrypted on a host where something is wrong. Nothing is half-written, and the error names the system's code.",
  "",
  "| | | |",
  "| --- | --- | --- |",
  ...hostRows("").map(({ host: what, ends, code = "" }) => `| ${what} | ${cell(ends)} | ${code} |`),
  "",
  "A passphrase whose scrypt takes more memory than can be had is refused before it is tried; that has tests of its own. Not tried: a host without descriptors, on which Node.js cannot load the program.",
  "",
];
