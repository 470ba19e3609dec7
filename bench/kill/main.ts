/**
 * Kills `backup`, `restore`, `drill`, `prune`, `rewrap` and `reencrypt` at random moments, and looks whether anything is lost, half visible or left:
 * `npm run bench:kill [seeds, 100 by default] [first seed]`. What is killed is the built tool, in processes of its own; the emulator is started for it.
 * Ends with status 1 at the first thing that should not be.
 */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { emulatorClients } from "../../tools/emulator/clients";
import { REPO_ROOT } from "../../tools/paths";
import { mustRun } from "../../tools/processes/run";
import { program } from "../../tools/program";
import { say } from "../../tools/say";
import { startOwnEmulator } from "../own-emulator";
import { longest, NOTHING_YET, prepare, seed } from "./seed";

async function main(): Promise<void> {
  const [seeds, first] = [Number(process.argv[2] ?? 100), Number(process.argv[3] ?? 1)];
  await mustRun(process.execPath, ["tools/bundle/main.mjs"], { cwd: REPO_ROOT });
  const dir = mkdtempSync(join(tmpdir(), "sealstack-bench-kill-"));
  mkdirSync(join(dir, "emulator"));
  mkdirSync(join(dir, "work"));
  const emulator = await startOwnEmulator(join(dir, "emulator"), (line) => say(line));
  try {
    const clients = emulatorClients(String(process.env.AWS_ENDPOINT_URL));
    const place = await prepare(join(dir, "work"), "kill", clients, process.env);
    const most = await longest(place);
    let counts = NOTHING_YET;
    for (let number = first; number < first + seeds; number += 1) {
      counts = await seed(place, number, most, clients, counts).catch((error) => {
        throw new Error(`seed ${number}: ${error.message}`, { cause: error });
      });
      say(JSON.stringify(counts));
    }
    process.stdout.write(`${JSON.stringify(counts)}\n`);
  } finally {
    await emulator.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}

void program(main);
