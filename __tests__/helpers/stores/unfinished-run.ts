/** A process that is in the middle of a restore, or of writing a file, and stays there until it is killed. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const CODE = `
  const { mkdirSync, writeFileSync } = require("node:fs");
  const [kind, target] = process.argv.slice(1);
  const stay = () => { console.log("there"); return new Promise(() => setInterval(() => {}, 1000)); };
  if (kind === "file")
    require("./scripts/core/files/atomic-file.ts").atomicFile(target, { overwrite: false })
      .then(async (file) => { await file.handle.write("plaintext"); await stay(); });
  else
    require("./scripts/core/archive/reading/staging.ts").fillAtomically(target, async (directory) => {
      mkdirSync(directory + "/locked");
      writeFileSync(directory + "/locked/file", "plaintext");
      require("node:fs").chmodSync(directory + "/locked", 0o500);
      await stay();
    });`;

export interface UnfinishedRun {
  readonly child: ChildProcess;
  /** As SIGKILL does it; settles when it is gone. */
  kill(): Promise<void>;
}

/** @param prefix a command that runs it, such as `unshare`. */
export async function unfinishedRun(
  kind: "file" | "directory",
  target: string,
  prefix: readonly string[] = [],
): Promise<UnfinishedRun> {
  const tsx = pathToFileURL(require.resolve("tsx")).href;
  const [program = "", ...args] = [...prefix, process.execPath, "--import", tsx, "-e", CODE, kind, target];
  const child = spawn(program, args, {
    cwd: join(__dirname, "../../.."),
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  const [line] = await Promise.race([once(createInterface(child.stdout), "line"), exited]);
  if (line !== "there") throw new Error(`it ended with status ${line}`);
  return {
    child,
    kill: async () => {
      child.kill("SIGKILL");
      await exited;
    },
  };
}
