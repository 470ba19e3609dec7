/** A root directory with nothing in it but what a program is linked to: no Node.js, no shell, nothing on the PATH. */
import { copyFileSync, mkdirSync, readdirSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { findTool } from "../../../tools/fetched/system-packages";
import { mustRun, type RunResult, run } from "../../../tools/processes/run";

/** Why there can be none here; `undefined` where there can. */
export function whyNoBareRoot(): string | undefined {
  if (process.platform !== "linux" || process.arch !== "x64")
    return "the executable of this test is linux x64";
  if (process.getuid?.() !== 0) return "only root can change its root directory";
  const missing = ["chroot", "ldd"].filter((name) => findTool(name) === undefined);
  return missing.length === 0 ? undefined : `${missing.join(" and ")} is missing`;
}

export class BareRoot {
  constructor(
    readonly path: string,
    /** All that a program in it gets. */
    private readonly env: Readonly<Record<string, string>> = {},
  ) {
    mkdirSync(join(path, "tmp"), { recursive: true, mode: 0o1777 });
  }

  /** Brings a program of this host in, with its libraries. */
  async add(program: string, to = program): Promise<void> {
    this.copy(program, to);
    const { stdout } = await mustRun("ldd", [program]);
    for (const [library] of stdout.matchAll(/\/\S+(?= \(0x)/g)) this.copy(library, library);
  }

  private copy(from: string, to: string): void {
    mkdirSync(dirname(join(this.path, to)), { recursive: true });
    copyFileSync(realpathSync(from), join(this.path, to));
  }

  /** The words that start a program in it. */
  command(program: string, ...argv: string[]): readonly [string, ...string[]] {
    return [findTool("chroot") ?? "chroot", this.path, program, ...argv];
  }

  run(program: string, ...argv: string[]): Promise<RunResult> {
    const [chroot, ...words] = this.command(program, ...argv);
    return run(chroot, words, { env: this.env });
  }

  files(): readonly string[] {
    return readdirSync(this.path, { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map((entry) => join(entry.parentPath, entry.name).slice(this.path.length));
  }
}
