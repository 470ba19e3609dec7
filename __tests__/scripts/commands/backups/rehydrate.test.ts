import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Rehydration, RehydrationRequest } from "../../../../scripts/core/ports";
import { OperatorError } from "../../../../scripts/errors";
import { sealstack } from "../../../helpers/processes/cli";
import { memoryServices } from "../../../helpers/stores/memory-services";
import { MemoryStore } from "../../../helpers/stores/memory-store";
import { useTempDir } from "../../../helpers/temp-dir";

const ID = "p/in-20261122T014200Z.tar.gz.kms";
const MANIFEST = "p/in-20261122T014200Z.manifest.json";

describe("sealstack restore --rehydrate", () => {
  const dir = useTempDir();
  let asked: [string, RehydrationRequest][];
  let states: Record<string, Rehydration | undefined>;
  let store: MemoryStore;
  const run = (...argv: string[]) =>
    sealstack([...argv, "--bucket", "memory"], {
      services: memoryServices(store),
      now: () => new Date("2026-11-22T01:42:00Z"),
      env: {},
    });
  const target = () => join(dir(), "out");

  beforeEach(async () => {
    asked = [];
    states = {};
    store = Object.assign(new MemoryStore(), {
      rehydrate: async (key: string, request: RehydrationRequest): Promise<Rehydration> => {
        asked.push([key, request]);
        const state = states[key];
        if (state === undefined) throw new OperatorError("notFound", "no such object");
        return state;
      },
    });
    mkdirSync(join(dir(), "in"));
    writeFileSync(join(dir(), "in", "file"), "hello");
    expect(await run("backup", "--prefix", "p", join(dir(), "in"))).toMatchObject({ status: 0 });
    // As S3 answers for an archived object.
    store.before = (request, key) => {
      const state = states[key]?.state;
      if (request === "get" && (state === "asked" || state === "on its way"))
        throw new OperatorError("refused", "InvalidObjectState");
    };
  });

  it("asks, says how long it takes, and is no success while nothing is restored", async () => {
    states = { [ID]: { state: "asked", takes: "3 to 5 hours" }, [MANIFEST]: { state: "there" } };
    const ran = await run("restore", "--rehydrate", "latest", target());
    expect(ran.stderr).toContain(
      `${ID} is not restored yet: S3 was asked to bring it back (Standard), which takes 3 to 5 hours as a rule`,
    );
    expect(ran.status).toBe(12);
    expect(existsSync(target())).toBe(false);
    expect(asked).toEqual([ID, MANIFEST].map((key) => [key, { tier: "Standard", days: 7 }]));

    states[ID] = { state: "on its way" };
    const again = await run("restore", "--rehydrate", ID, target());
    expect(again).toMatchObject({ status: 12, stderr: expect.stringContaining("as it was asked to before") });
  });

  it.each([
    { state: "back", until: new Date("2026-12-01T00:00:00Z") },
    { state: "back" },
    { state: "there" },
  ] as const)("restores what is there: %j", async (state) => {
    states = { [ID]: state, [MANIFEST]: state };
    expect(await run("restore", "--rehydrate", "latest", target())).toMatchObject({ status: 0 });
    expect(readFileSync(join(target(), "file"), "utf8")).toBe("hello");
  });

  it("without a directory only asks and tells, and that is a success", async () => {
    states = { [ID]: { state: "asked", takes: "5 to 12 hours" } };
    const ran = await run("restore", "--rehydrate", "bulk", "--rehydrate-days", "30", "latest");
    expect(ran).toMatchObject({ status: 0, stderr: "" });
    expect(ran.stdout.toString()).toBe(
      `${ID}: S3 was asked to bring it back (Bulk), which takes 5 to 12 hours as a rule\n`,
    );
    expect(asked[0]).toEqual([ID, { tier: "Bulk", days: 30 }]);

    states[ID] = { state: "back", until: new Date("2026-12-01T00:00:00Z") };
    const json = await run("restore", "latest", "--rehydrate", "--json");
    expect(JSON.parse(json.stdout.toString())).toEqual({
      id: ID,
      readable: true,
      state: "back",
      takes: null,
      until: "2026-12-01T00:00:00.000Z",
    });
  });

  it("waits for the manifest, too, where that is archived", async () => {
    states = { [ID]: { state: "back" }, [MANIFEST]: { state: "asked", takes: "3 to 5 hours" } };
    expect(await run("restore", "--rehydrate", "latest", target())).toMatchObject({ status: 12 });
  });

  it.each([
    [["--rehydrate", "latest", "OUT"], "Standard"],
    [["latest", "--rehydrate", "OUT"], "Standard"],
    [["latest", "OUT", "--rehydrate"], "Standard"],
    [["--rehydrate", "expedited", "latest", "OUT"], "Expedited"],
    [["--rehydrate=BULK", "latest", "OUT"], "Bulk"],
    [["--rehydrate", "--json", "latest", "OUT"], "Standard"],
  ])("understands %j", async (argv, tier) => {
    states = { [ID]: { state: "there" } };
    const ran = await run("restore", ...argv.map((word) => (word === "OUT" ? target() : word)));
    expect(ran).toMatchObject({ status: 0 });
    expect(asked[0]).toEqual([ID, { tier, days: 7 }]);
  });

  it.each([
    [["latest"], "missing required argument 'directory'"],
    [["--rehydrate=fast", "latest", "out"], "It must be one of Expedited, Standard, Bulk"],
    [["--rehydrate", "latest", "out", "--rehydrate-days", "0"], "It must be a whole number of days"],
    [["latest", "out", "--rehydrate-days", "3"], "goes with --rehydrate only"],
    [["--rehydrate"], "missing required argument 'backup'"],
  ])("fails with %j before anything is asked", async (argv, words) => {
    const ran = await run("restore", ...argv);
    expect(ran).toMatchObject({ status: 2, stderr: expect.stringContaining(words) });
    expect(asked).toEqual([]);
  });
});
