import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { KINDS, longest, NOTHING_YET, prepare, seed } from "../../bench/kill/seed";
import { emulatorEndpoint, testClients } from "../helpers/emulator";
import { built } from "../helpers/processes/program";
import { useTempDir } from "../helpers/temp-dir";

/** `npm run bench:kill` does a hundred. */
const SEEDS = [1, 2];

describe("commands that are killed at random moments", () => {
  const dir = useTempDir();

  it("lose nothing, show nothing half, and leave nothing behind", async () => {
    built();
    const work = join(dir(), "work");
    mkdirSync(work);
    const clients = testClients();
    const env = { ...process.env, AWS_ENDPOINT_URL: emulatorEndpoint(), AWS_REGION: "eu-central-1" };
    const place = await prepare(work, `kill-${process.pid}`, clients, env);
    const most = await longest(place);
    let counts = NOTHING_YET;
    for (const number of SEEDS) counts = await seed(place, number, most, clients, counts);
    process.stderr.write(`killed: ${JSON.stringify(counts)}\n`);
    expect(counts.seeds).toBe(SEEDS.length);
    expect(KINDS.some((kind) => counts.killed[kind] > 0)).toBe(true);
  }, 300_000);
});
