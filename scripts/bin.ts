import { run } from "./cli";
import { EXIT } from "./errors";
import { endingSignals } from "./process/ending-signals";
import { exiting } from "./process/exit";
import { ensureHome } from "./process/home";
import { standardOutput } from "./process/standard-output";
import { services } from "./services";

// Should the event loop run dry with the command unfinished, that must not look like success.
process.exitCode = EXIT.bug.status;

const exit = exiting(process);

const env = { ...process.env }; // whoever asks for HOME itself sees that there is none
ensureHome(process.env);

run(process.argv.slice(2), {
  stdin: process.stdin,
  stdout: standardOutput(process),
  stderr: process.stderr,
  env,
  signal: endingSignals(process, exit),
  now: () => new Date(),
  services,
}).then(exit);
