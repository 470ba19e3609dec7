/** What ends a process that does not listen: all of it ends a command in the same way. */
import { setMaxListeners } from "node:events";
import { EXIT } from "../errors";

/**
 * Signals whose default is to end the process, as far as Node.js lets them be heard. SIGPIPE and SIGXFSZ are not among them: Node.js ignores both, and
 * the write that caused them fails. Source: signal(7). SIGUSR1 would open Node's debugger, which shows all memory to every user of the host.
 */
const ENDING_SIGNALS: readonly NodeJS.Signals[] = [
  "SIGHUP",
  "SIGINT",
  "SIGQUIT",
  "SIGABRT",
  "SIGUSR1",
  "SIGUSR2",
  "SIGALRM",
  "SIGTERM",
  "SIGSTKFLT",
  "SIGXCPU",
  "SIGVTALRM",
  "SIGPROF",
  "SIGIO",
  "SIGPWR",
];

/**
 * Milliseconds after the first signal in which others change nothing. One event sends several: `timeout` signals the process and its group, a closed
 * terminal hangs up and ends; and cleaning up takes a moment.
 */
const QUIET_MS = 3_000;

/**
 * Whether Node.js was started to profile itself: V8 then has SIGPROF sent to it a thousand times a second, and who hears it takes it away from V8.
 * A profiler that is started later takes the signal away from who hears it, and gives it back. Source: Node.js CLI, `--cpu-prof` and `--prof`.
 */
const isProfiled = ({ execArgv, env }: Pick<NodeJS.Process, "execArgv" | "env">): boolean =>
  [...execArgv, ...(env.NODE_OPTIONS ?? "").split(/[\s"]+/)].some((option) =>
    /^--(cpu[-_])?prof$/.test(option),
  );

/**
 * @returns aborted by the first of these signals, or by an error that nobody caught, which is the reason then. A signal that comes three seconds
 *   later ends the process as it is.
 */
export function endingSignals(
  process: Pick<NodeJS.Process, "on" | "execArgv" | "env">,
  exit: (status: number) => never,
): AbortSignal {
  const interrupted = new AbortController();
  setMaxListeners(0, interrupted.signal); // each request on its way listens, and Node.js warns on stderr beyond ten
  let since = 0;
  const hear = (signal: NodeJS.Signals): void => {
    if (!interrupted.signal.aborted) {
      since = performance.now();
      interrupted.abort(new DOMException(`ended by ${signal}`, "AbortError"));
    } else if (performance.now() - since > QUIET_MS) exit(EXIT.interrupted.status);
  };
  const profiled = isProfiled(process);
  for (const signal of ENDING_SIGNALS) {
    if (signal === "SIGPROF" && profiled) continue;
    try {
      process.on(signal, hear);
    } catch {
      // this system has none of that name
    }
  }
  process.on("uncaughtException", (error) => interrupted.abort(error));
  return interrupted.signal;
}
