/** Hands documents of the embedded metric format to the CloudWatch agent, or to a file that it follows. */
import { appendFile } from "node:fs/promises";
import { connect } from "node:net";
import { OperatorError } from "../../errors";
import { reasonOf } from "../../system-codes";

/** Milliseconds; the agent is on this host or beside it. */
const AGENT_MS = 5_000;

/** The agent reads it as a user of its own. */
const FOLLOWED_MODE = 0o644;

/**
 * @param to a file, or `tcp://HOST:PORT` of the agent.
 * @throws OperatorError `unavailable` or `target`
 */
export async function handOver(lines: readonly string[], to: string, signal: AbortSignal): Promise<void> {
  const text = `${lines.join("\n")}\n`;
  const isAgent = to.startsWith("tcp://");
  const late = AbortSignal.timeout(AGENT_MS);
  try {
    if (isAgent) await sendTo(new URL(to), text, AbortSignal.any([signal, late]));
    else await appendFile(to, text, { mode: FOLLOWED_MODE });
  } catch (cause) {
    signal.throwIfAborted();
    const why = late.aborted ? `no connection within ${AGENT_MS / 1000} s` : reasonOf(cause);
    throw new OperatorError(isAgent ? "unavailable" : "target", `${to}: ${why}`, { cause });
  }
}

/** The agent says nothing: what the system has taken is on its way. */
function sendTo({ hostname, port }: URL, text: string, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname.replace(/^\[|\]$/g, ""), port: Number(port), signal });
    socket.on("error", reject).resume();
    socket.end(text, () => {
      socket.unref();
      resolve();
    });
  });
}
