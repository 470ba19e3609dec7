import { join } from "node:path";
import { answers, mustRun, run } from "../../../tools/processes/run";

const node = process.execPath;

describe("run", () => {
  it("gives status and both outputs, and hands arguments over unchanged", async () => {
    const script = "process.stdout.write(process.argv[1]); process.stderr.write('e'); process.exit(3)";
    expect(await run(node, ["-e", script, "a b; $HOME"])).toEqual({
      status: 3,
      stdout: "a b; $HOME",
      stderr: "e",
    });
  });

  it("has no status for a program that is not there", async () => {
    expect(await run(join(__dirname, "none"), [])).toMatchObject({ status: undefined });
  });

  it("ends a program that takes too long", async () => {
    const started = Date.now();
    const result = await run(node, ["-e", "setInterval(() => {}, 1000)"], { timeoutMs: 300 });
    expect(result.status).toBeUndefined();
    expect(Date.now() - started).toBeLessThan(20_000);
  });

  it("fails with the program's last words where it must succeed", async () => {
    const failing = mustRun(node, ["-e", "console.error('why'); process.exit(2)"], { hint: "try" });
    await expect(failing).rejects.toMatchObject({
      message: expect.stringMatching(/failed with status 2\n {2}- why$/),
      hint: "try",
      exit: "tool",
    });
  });
});

describe("answers", () => {
  it.each([
    [0, true],
    [1, false],
  ])("is decided by status %d", (status, expected) => {
    expect(answers(node, ["-e", `process.exit(${status})`])).toBe(expected);
  });
});
