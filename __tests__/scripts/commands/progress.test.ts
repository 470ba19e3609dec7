import { PassThrough, Readable } from "node:stream";
import type { CommandIo } from "../../../scripts/commands/io";
import { progress } from "../../../scripts/commands/progress";
import { Output } from "../../../scripts/output/output";
import { memoryServices } from "../../helpers/stores/memory-services";
import { MemoryStore } from "../../helpers/stores/memory-store";

describe("progress", () => {
  let clock: number;
  let stderr: PassThrough & { isTTY?: boolean };
  const shown = (): string => (stderr.read() ?? "").toString();
  const io = (flags: { json?: boolean; isTTY?: boolean }): CommandIo => {
    clock = 0;
    stderr = Object.assign(new PassThrough(), { isTTY: flags.isTTY ?? true });
    return {
      stdin: Readable.from([]),
      stdout: new PassThrough(),
      output: new Output(new PassThrough(), stderr, { json: flags.json ?? false, quiet: false }),
      signal: new AbortController().signal,
      now: () => new Date(clock),
      toolVersion: "0",
      services: memoryServices(new MemoryStore()),
    };
  };

  it("shows bytes and speed, a few times a second", () => {
    const show = progress(io({}), "backing up ca");
    clock = 50;
    show(1024);
    expect(shown()).toBe("");
    clock = 2000;
    show(4 * 1024 * 1024);
    expect(shown()).toBe("\r\u001b[2Kbacking up ca: 4.0 MiB, 2.0 MiB/s");
  });

  it("shows the total where it is known", () => {
    const show = progress(io({}), "restoring ca");
    clock = 2000;
    show(4 * 1024 * 1024, 34 * 1024 ** 3);
    expect(shown()).toBe("\r\u001b[2Krestoring ca: 4.0 MiB of 34 GiB, 2.0 MiB/s");
  });

  it.each([{ isTTY: false }, { json: true }])("shows nothing with %p", (flags) => {
    const show = progress(io(flags), "x");
    clock = 2000;
    show(1);
    expect(shown()).toBe("");
  });
});
