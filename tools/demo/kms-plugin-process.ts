/** `sealstack kms-plugin` beside the demo, as a node of a control plane runs it. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { OperatorError } from "../../scripts/errors";
import { REPO_ROOT } from "../paths";
import type { Place } from "./preset-demo";
import * as show from "./show";

/** The message that the plugin logs when every socket is open. */
const READY = "health and metrics are served";

/** Lines of the log that are told when it does not start. */
const LAST_LINES = 5;

/** Serves while `use` runs, and has ended when this returns. @throws {@link OperatorError} when it does not start */
export async function withPlugin<T>(
  { env, work }: Place,
  argv: readonly string[],
  use: () => Promise<T>,
): Promise<T> {
  show.command(`npx sealstack kms-plugin ${argv.join(" ").replaceAll(work, ".sealstack/demo")} &`);
  const tool = join(REPO_ROOT, "scripts", "sealstack.js");
  const child = spawn(process.execPath, [tool, "kms-plugin", ...argv], {
    env,
    stdio: ["ignore", "inherit", "pipe"],
  });
  const ended = once(child, "exit");
  const log: string[] = [];
  const ready = new Promise<void>((resolve) => {
    createInterface({ input: child.stderr }).on("line", (line) => {
      log.push(line);
      if (line.includes(READY)) resolve();
    });
  });
  try {
    await Promise.race([ready, ended]);
    if (child.exitCode !== null || child.signalCode !== null)
      throw new OperatorError("tool", "the plugin ended before it served", {
        hint: log.slice(-LAST_LINES).join("\n"),
      });
    return await use();
  } finally {
    child.kill("SIGTERM");
    await ended;
  }
}
