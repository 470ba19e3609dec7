import { run } from "./cli";
import { EXIT } from "./errors";
import { services } from "./services";

// Should the event loop run dry with the command unfinished, that must not look like success.
process.exitCode = EXIT.bug.status;

const interrupted = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => interrupted.abort(signal));

run(process.argv.slice(2), {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  signal: interrupted.signal,
  now: () => new Date(),
  services,
}).then((status) => process.exit(status));
