import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { constants } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { REPO_ROOT } from "../../../tools/paths";
import { identify } from "../../../tools/processes/started";
import { useTempDir } from "../../helpers/temp-dir";

interface Said {
  readonly pids: Readonly<Record<"child" | "detached" | "unmarked" | "own" | "orphan" | "stubborn", number>>;
  /** For temporary files. */
  readonly folder: string;
  readonly far: string;
}

const SUPERVISE = `
  import { supervise } from "${join(REPO_ROOT, "tools/processes/supervise.mjs")}";
  process.exitCode = await supervise([process.execPath, "${join(REPO_ROOT, "__tests__/helpers/processes/leaving-step.mjs")}", ...process.argv.slice(1)], { cwd: "/", lasting: process.env.LASTING === "1" });
`;

jest.setTimeout(60_000);

describe("a supervised run", () => {
  const dir = useTempDir();
  const said = (): string => join(dir(), "said");
  const left: Said[] = [];
  beforeEach(() => {
    mkdirSync(join(dir(), "tmp"));
    mkdirSync(join(dir(), "elsewhere"));
  });
  afterEach(() => {
    for (const { pids } of left.splice(0))
      for (const pid of Object.values(pids)) if (identify(pid)) process.kill(pid, "SIGKILL");
  });

  const start = (env: Record<string, string> = {}, ...more: readonly string[]): ChildProcess =>
    spawn(
      process.execPath,
      ["--input-type=module", "-e", SUPERVISE, said(), join(dir(), "elsewhere"), ...more],
      { env: { PATH: process.env.PATH, TMPDIR: join(dir(), "tmp"), ...env }, stdio: "inherit" },
    );
  async function running(): Promise<Said> {
    while (!existsSync(said()) || readFileSync(said()).length === 0) await wait(20);
    const found = JSON.parse(readFileSync(said(), "utf8")) as Said;
    expect(Object.values(found.pids).map(identify)).not.toContain(undefined);
    expect([found.folder.startsWith(join(dir(), "tmp")), existsSync(found.far)]).toEqual([true, true]);
    return found;
  }
  /** @param but one that carries no mark, and whose parent went before anybody looked. */
  function nothingLeft({ pids }: Said, but?: keyof Said["pids"]): void {
    const left = Object.entries(pids).filter(([name, pid]) => name !== but && identify(pid) !== undefined);
    expect(left).toEqual([]);
    expect(readdirSync(join(dir(), "tmp")).filter((name) => !name.startsWith("tsx-"))).toEqual([]);
    expect(readdirSync(join(dir(), "elsewhere"))).toEqual([]);
  }

  it.each(["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"] as const)(
    "leaves nothing when it is interrupted: %s",
    async (signal) => {
      const run = start(signal === "SIGTERM" ? { STUBBORN: "1" } : {});
      const there = await running();
      run.kill(signal);
      run.kill(signal);
      expect(await once(run, "exit")).toEqual([128 + constants.signals[signal], null]);
      nothingLeft(there);
    },
  );

  it("leaves nothing when all of its processes are interrupted at once, as by a terminal", async () => {
    const run = start();
    const there = await running();
    for (const pid of [there.pids.own, there.pids.child, run.pid ?? 0]) process.kill(pid, "SIGINT");
    expect(await once(run, "exit")).toEqual([130, null]);
    left.push(there);
    nothingLeft(there, "unmarked");
  });

  it("leaves nothing when npm is killed, which does not pass that on", async () => {
    const npm = spawn(
      "sh",
      [
        "-c",
        '"$0" "$@" & wait',
        process.execPath,
        "--input-type=module",
        "-e",
        SUPERVISE,
        said(),
        join(dir(), "elsewhere"),
      ],
      {
        env: { PATH: process.env.PATH, TMPDIR: join(dir(), "tmp"), npm_lifecycle_event: "test" },
        stdio: "inherit",
      },
    );
    const there = await running();
    npm.kill("SIGKILL");
    while (readdirSync(join(dir(), "tmp")).some((name) => !name.startsWith("tsx-"))) await wait(50);
    nothingLeft(there);
  });

  it("leaves nothing when it ends by itself, and gives its status", async () => {
    const run = start({}, "end");
    const there = await running();
    expect(await once(run, "exit")).toEqual([7, null]);
    left.push(there);
    nothingLeft(there, "unmarked");
  });

  it("lets go on what it started, where that is what it is for", async () => {
    const run = start({ LASTING: "1" }, "end");
    const there = await running();
    left.push(there);
    expect(await once(run, "exit")).toEqual([7, null]);
    expect(identify(there.pids.detached)).toBeDefined();
    expect(existsSync(there.folder)).toBe(false);
  });

  it("removes what one before it left that was killed itself", async () => {
    const killed = start();
    const there = await running();
    killed.kill("SIGKILL");
    await once(killed, "exit");
    process.kill(there.pids.own, "SIGKILL");
    left.push(there); // what carries no mark, and has no parent any more, cannot be found
    expect(identify(there.pids.orphan)).toBeDefined();
    const next = start({}, "end");
    await once(next, "exit");
    expect([identify(there.pids.orphan), identify(there.pids.detached), existsSync(there.folder)]).toEqual([
      undefined,
      undefined,
      false,
    ]);
    expect(existsSync(there.far)).toBe(false);
  });
});
