/** RDS and KMS of moto, in a process that ends with this one. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { ensureVenv } from "../../../tools/fetched/python-venv";
import { REPO_ROOT } from "../../../tools/paths";

export interface Moto {
  readonly url: string;
  close(): Promise<void>;
}

/** It is in the same environment as LocalStack, so that nothing more is installed. */
export async function moto(): Promise<Moto> {
  const folder = join(REPO_ROOT, "tools", "emulator");
  const venv = await ensureVenv("localstack", join(folder, "requirements.txt"), () => {});
  const child = spawn(venv.bin("python"), [join(folder, "moto-on-loopback.py")], {
    stdio: ["pipe", "pipe", "ignore"],
  });
  const ended = once(child, "exit");
  const first = once(createInterface(child.stdout), "line");
  const started = await Promise.race([first, ended.then(() => undefined)]);
  if (started === undefined) throw new Error("moto could not be started");
  return {
    url: `http://127.0.0.1:${started[0]}`,
    close: async () => {
      child.stdin.end();
      await ended;
    },
  };
}
