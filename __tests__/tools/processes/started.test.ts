import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { end, identify, isAlive, type ProcessId } from "../../../tools/processes/started";

/** A process in a group of its own, as the emulator is. */
async function sleeper(): Promise<{ child: ChildProcess; id: ProcessId }> {
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], {
    detached: true,
    stdio: "ignore",
  });
  await once(child, "spawn");
  const id = identify(child.pid ?? 0);
  if (id === undefined) throw new Error("the process did not start");
  return { child, id };
}

describe("process", () => {
  it("is ended when it is the one recorded", async () => {
    const { child, id } = await sleeper();
    const ended = once(child, "exit");
    await end(id);
    expect((await ended)[1]).toBe("SIGTERM");
    expect(isAlive(id)).toBe(false);
  });

  it("is left alone when another one had its number", async () => {
    const { child, id } = await sleeper();
    const stranger = { ...id, started: `${id.started}0` };
    await end(stranger);
    expect(isAlive(stranger)).toBe(false);
    expect(isAlive(id)).toBe(true);
    child.kill("SIGKILL");
  });

  it("is not there any more once it has ended", async () => {
    const { child, id } = await sleeper();
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(identify(id.pid)).toBeUndefined();
  });
});
