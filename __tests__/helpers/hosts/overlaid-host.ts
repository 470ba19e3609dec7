/**
 * This machine, with a layer over it: what runs there sees it as it is, may install packages and write to /etc, and nothing of that is left. A mount namespace of its own,
 * an overlay in memory over the root file system, and chroot.
 */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { findTool } from "../../../tools/fetched/system-packages";
import { type RunResult, run } from "../../../tools/processes/run";

const PROGRAMS = ["unshare", "nsenter", "mount", "chroot"];
/** Always there, and empty on a Debian. */
const PLACE = "/mnt";

/** Mounts the layer, and what the root file system alone does not have: the folders in the arguments. Says when it is done, and stays until its input ends. */
const MOUNTS = `set -e
mount -t tmpfs layer ${PLACE}
mkdir ${PLACE}/upper ${PLACE}/work ${PLACE}/host
mount -t overlay overlay -o lowerdir=/,upperdir=${PLACE}/upper,workdir=${PLACE}/work ${PLACE}/host
for folder in "$@"; do mkdir -p "${PLACE}/host$folder"; mount --rbind "$folder" "${PLACE}/host$folder"; done
echo ready
read -r end || true`;

/** Why there can be none here; `undefined` where there can. */
export function whyNoOverlaidHost(): string | undefined {
  if (process.getuid?.() !== 0) return "only root can lay something over this machine";
  const missing = PROGRAMS.filter((name) => findTool(name) === undefined);
  if (missing.length > 0) return `${missing.join(", ")} missing`;
  const tried = spawnSync("unshare", ["--mount", "sh", "-c", MOUNTS, "sh"], { input: "", encoding: "utf8" });
  return tried.status === 0 ? undefined : `no overlay can be mounted: ${tried.stderr.trim()}`;
}

export class OverlaidHost {
  private constructor(private readonly holder: ChildProcess) {}

  /** @param shared folders that are not overlaid: what is written there is written */
  static async make(shared: readonly string[]): Promise<OverlaidHost> {
    const folders = ["/proc", "/dev", "/sys", ...shared];
    const holder = spawn("unshare", ["--mount", "sh", "-c", MOUNTS, "sh", ...folders], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    const [said] = await Promise.race([once(holder.stdout, "data"), once(holder, "exit")]);
    if (`${said}` !== "ready\n") throw new Error(`the layer over this machine: ${said}`);
    return new OverlaidHost(holder);
  }

  /** The words that start a program there. */
  command(program: string, ...argv: readonly string[]): readonly [string, ...string[]] {
    const namespace = `--mount=/proc/${this.holder.pid}/ns/mnt`;
    return ["nsenter", namespace, "chroot", `${PLACE}/host`, program, ...argv];
  }

  run(program: string, ...argv: readonly string[]): Promise<RunResult> {
    const [first, ...words] = this.command(program, ...argv);
    return run(first, words);
  }

  async remove(): Promise<void> {
    const ended = once(this.holder, "exit");
    this.holder.stdin?.end();
    await ended;
  }
}
