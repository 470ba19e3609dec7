import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { withLock } from "../../../tools/processes/lock";
import { identify } from "../../../tools/processes/started";
import { useTempDir } from "../../helpers/temp-dir";

describe("lock", () => {
  const folder = useTempDir();

  it("lets one piece of work in at a time", async () => {
    const path = join(folder(), "lock");
    let inside = 0;
    let most = 0;
    const work = async () => {
      most = Math.max(most, ++inside);
      await sleep(20);
      inside--;
    };
    await Promise.all([1, 2, 3, 4].map(() => withLock(path, work)));
    expect(most).toBe(1);
    expect(readdirSync(folder())).toEqual([]);
  });

  it("is released when the work fails", async () => {
    const path = join(folder(), "lock");
    await expect(withLock(path, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(existsSync(path)).toBe(false);
  });

  it("is taken over from a process that has died", async () => {
    const { pid } = spawnSync(process.execPath, ["-e", ""]);
    writeFileSync(join(folder(), "lock"), JSON.stringify({ pid, started: "long ago" }));
    expect(await withLock(join(folder(), "lock"), () => Promise.resolve("done"))).toBe("done");
    expect(readdirSync(folder())).toEqual([]);
  });

  it("is waited for while its owner lives", async () => {
    const path = join(folder(), "lock");
    writeFileSync(path, JSON.stringify(identify(process.ppid)));
    const waiting = withLock(path, () => Promise.resolve("done"));
    expect(await Promise.race([waiting, sleep(300, "waiting")])).toBe("waiting");
    writeFileSync(path, JSON.stringify({ pid: process.ppid, started: "long ago" }));
    expect(await waiting).toBe("done");
  });
});
