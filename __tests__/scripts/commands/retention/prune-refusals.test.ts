/** What ends `sealstack prune` before anything is deleted. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { MANY_ALIASES } from "../../../helpers/kms/many-aliases";
import { type Ran, sealstack } from "../../../helpers/processes/cli";
import { memoryServices } from "../../../helpers/stores/memory-services";
import { MemoryVersions } from "../../../helpers/stores/memory-versions";
import { useTempDir } from "../../../helpers/temp-dir";

const NOW = new Date("2026-11-28T12:00:00Z");
const dir = useTempDir();

let bucket: MemoryVersions;
beforeEach(() => {
  bucket = new MemoryVersions();
  for (const day of ["25", "26", "27"]) add(`202611${day}T030000Z`, new Date(`2026-11-${day}T03:00:01Z`));
});

function add(stamp: string, stored: Date, series = "etcd/etcd"): string {
  bucket.put(`${series}-${stamp}.tar.gz.kms`, stored);
  bucket.put(`${series}-${stamp}.manifest.json`, stored);
  return `${series}-${stamp}.tar.gz.kms`;
}

const prune = (...flags: string[]): Promise<Ran> =>
  sealstack(["prune", "--bucket", "memory", ...flags], {
    services: memoryServices(bucket),
    env: {},
    now: () => NOW,
  });

async function refuses(
  flags: readonly string[],
  status: number,
  ...says: (string | RegExp)[]
): Promise<void> {
  const ran = await prune(...flags);
  expect({ status: ran.status, stderr: ran.stderr }).toEqual({ status, stderr: expect.any(String) });
  for (const each of says) expect(ran.stderr).toMatch(each);
  expect(ran.stderr).toMatch(/^sealstack: hint: /m);
  expect(ran.stdout.toString()).toBe("");
  expect(bucket.changes).toEqual([]);
}

describe("a policy", () => {
  it.each([
    ["that is missing", [], "no policy is given"],
    ["of a zone alone", ["--time-zone", "Europe/Berlin"], "no policy is given"],
    [
      "that would keep nothing",
      ["--keep-last", "0"],
      /--keep-last must be a whole number from 1 to 100000, got '0'; 0 keeps nothing/,
    ],
    [
      "that would keep nothing of one kind",
      ["--keep-daily", "7", "--keep-weekly", "0"],
      "--keep-weekly must be",
    ],
    ["of no time", ["--keep-within", "0d"], "nothing is kept by that"],
    ["with a negative number", ["--keep-daily", "-1"], "got '-1'"],
    ["with a negative time", ["--keep-within", "-3d"], "got '-3d'"],
    ["with a broken number", ["--keep-hourly", "1.5"], "got '1.5'"],
    ["with another base", ["--keep-hourly", "0x10"], "got '0x10'"],
    ["with too large a number", ["--keep-yearly", "100001"], "got '100001'"],
    ["that says two things", ["--keep-last", "3", "--keep-last", "5"], "two policies contradict each other"],
    ["with no number", ["--keep-monthly", "many"], "got 'many'"],
    ["with an empty one", ["--keep-monthly", ""], "got ''"],
    ["with a time without unit", ["--keep-within", "30"], "such as 48h, 30d or 8w"],
    ["with months, which have no length", ["--keep-within", "3m"], "got '3m'"],
    [
      "of an unknown time zone",
      ["--keep-last", "1", "--time-zone", "Europe/Atlantis"],
      "'Europe/Atlantis' is no time zone that is known here",
    ],
    ["of an empty time zone", ["--keep-last", "1", "--time-zone", ""], "'' is no time zone"],
    ["with a name that none can have", ["--keep-last", "1", "--name", "a/b"], "the name of a backup must be"],
  ])("%s is refused", (_, flags, says) => refuses(flags, 2, says));

  it.each([
    ["that is empty", "", 3, "it has no bytes"],
    ["with nothing in it", "# nothing\n", 2, "no policy is given"],
    ["with a list", "- keep\n", 2, "line 1, column 1: must be a map, got a list"],
    ["that is no YAML", "keep: [", 2, "line 1, column 8: flow sequence"],
    [
      "with a key twice",
      "keep: { last: 1 }\nkeep: { last: 2 }\n",
      2,
      "line 2, column 1: key 'keep' must stand once, got it again",
    ],
    [
      "with unknown keys",
      "keep: { last: 1, minutely: 3 }\n",
      2,
      "keep.minutely: unknown key, allowed are last, hourly",
    ],
    [
      "with another unknown key",
      "keep: { last: 1 }\nprune: yes\n",
      2,
      "line 2, column 1: prune: unknown key",
    ],
    [
      "with zeros",
      "keep: { last: 0 }\n",
      2,
      "keep.last: must be a whole number from 1 to 100000, got 0; 0 keeps nothing",
    ],
    [
      "with a negative number",
      "keep: { daily: -7 }\n",
      2,
      "keep.daily: must be a whole number from 1 to 100000, got -7",
    ],
    ["with a text", "keep: { daily: [7] }\n", 2, "got a list"],
    [
      "that would keep nothing",
      "keep: {}\n",
      2,
      "keep: would keep nothing; it must have one of last, hourly",
    ],
    ["that would keep nothing of a series", "series: [{ prefix: etcd/ }]\n", 2, "series[0].keep: is missing"],
    [
      "that contradicts itself",
      "series:\n  - { prefix: etcd, keep: { last: 1 } }\n  - { prefix: etcd/, keep: { last: 2 } }\n",
      2,
      "two policies for the prefix 'etcd/', which contradict each other",
    ],
    [
      "that contradicts itself about a name",
      "series:\n  - { prefix: a, name: b, keep: { last: 1 } }\n  - { prefix: a/, name: b, keep: { last: 2 } }\n",
      2,
      "two policies for 'a/b'",
    ],
    [
      "with a prefix that none can have",
      "series: [{ prefix: ../x, keep: { last: 1 } }]\n",
      2,
      "a prefix must be letters",
    ],
    ["without a prefix", "series: [{ keep: { last: 1 } }]\n", 2, "series[0].prefix: is missing"],
    [
      "with an unknown time zone",
      "timeZone: Mars/Olympus\nkeep: { last: 1 }\n",
      2,
      "timeZone: 'Mars/Olympus' is no time zone",
    ],
    ["with aliases of aliases", MANY_ALIASES, 2, "aliases must name an anchor"],
    ["with an alias that grows", "keep: &a { last: 1 }\nseries: [*a, *a]\n", 2, "series[0]"],
  ])("in a file %s is refused", async (_, text, status, says) => {
    const file = join(dir(), "policy.yaml");
    writeFileSync(file, text);
    await refuses(["--policy", file], status, says);
  });

  it("in a file and on the command line contradict each other", async () => {
    const file = join(dir(), "policy.yaml");
    writeFileSync(file, "keep: { last: 1 }\n");
    await refuses(
      ["--policy", file, "--keep-daily", "3"],
      2,
      "two policies contradict each other: --policy and --keep-daily",
    );
    await refuses(["--policy", file, "--time-zone", "UTC"], 2, "--policy and --time-zone");
  });

  it("in a file that is not there is refused", () => refuses(["--policy", join(dir(), "none")], 3, "none"));
});

const KEEP = ["--keep-last", "1"] as const;

describe("a bucket", () => {
  it.each(["Suspended", "Disabled"] as const)("whose versioning is %s is refused", (state) => {
    bucket.state = state;
    return refuses(KEEP, 21, `versioning of s3://memory must be Enabled, got ${state}`);
  });

  it("with no backups is refused", async () => {
    bucket = new MemoryVersions();
    await refuses(KEEP, 21, "no backup is to be seen below s3://memory/");
  });

  it("whose every backup is deleted is refused", async () => {
    for (const key of bucket.visible()) await bucket.addDeleteMarker(key);
    bucket.changes.length = 0;
    await refuses(KEEP, 21, "no backup is to be seen");
  });

  it("without a backup of that name is refused", () =>
    refuses([...KEEP, "--name", "other"], 21, "no backup is to be seen"));

  it("whose listing ends early is refused", async () => {
    const { OperatorError } = await import("../../../../scripts/errors");
    bucket.before = () => {
      throw new OperatorError("badReply", "cannot list: the reply does not say whether there is more", {
        hint: "check it",
      });
    };
    await refuses(KEEP, 15, "whether there is more");
  });

  it("whose legal holds may not be read is refused, where it may have any", async () => {
    bucket.lock = "unknown";
    bucket.mayReadLocks = false;
    await refuses(KEEP, 8, /cannot tell whether .* is under a legal hold/);
  });
});

describe("a clock", () => {
  it.each([
    ["behind", "2026-11-28T12:05:01Z"],
    ["ahead", "2026-11-28T11:54:59Z"],
  ])("%s that of the server by more than five minutes ends it", (_, server) => {
    bucket.clock = () => new Date(server);
    return refuses(KEEP, 21, "two clocks disagree: this host has 2026-11-28T12:00:00Z, s3://memory has ");
  });

  it.each(["2026-11-28T12:05:00Z", "2026-11-28T11:55:00Z"])(
    "five minutes away is let pass: %s",
    async (server) => {
      bucket.clock = () => new Date(server);
      expect((await prune(...KEEP)).status).toBe(0);
    },
  );

  it("that the server does not tell ends it", () => {
    bucket.clock = () => undefined;
    return refuses(KEEP, 21, "does not say what time it is");
  });

  it("of the future, in the name of a backup, ends it", async () => {
    const id = add("20261128T120501Z", NOW);
    await refuses(
      KEEP,
      21,
      "a backup is of the future: which is the newest cannot be told",
      `- ${id}: it is of 2026-11-28T12:05:01Z, and now it is`,
      `quarantine ${id} --reason`,
    );
  });

  it("that went back after a backup was made ends it", async () => {
    const id = add("20261127T050501Z", new Date("2026-11-27T05:00:00Z"));
    await refuses(
      KEEP,
      21,
      "a backup is of a clock that disagrees with that of S3",
      `${id}: it is of 2026-11-27T05:05:01Z, and was stored before that`,
    );
  });

  it("that is wrong in the name of a backup in quarantine ends nothing", async () => {
    add("20991128T120501Z", NOW);
    bucket.put("etcd/.sealstack/quarantine/etcd-20991128T120501Z/20261128T110000Z.json", NOW);
    const { status, stdout } = await prune(...KEEP, "--json");
    expect(status).toBe(0);
    expect(JSON.parse(stdout.toString()).deleted.length).toBe(2);
  });

  it("names five of many, and says how many more", async () => {
    for (let day = 1; day <= 7; day++) add(`2027010${day}T000000Z`, NOW);
    await refuses(KEEP, 21, "7 backups are of the future", "  - and 2 more");
  });
});
