import { PassThrough } from "node:stream";
import v8 from "node:v8";
import { program } from "../../../scripts/cli/program";
import { HEAP_FLAGS } from "../../../scripts/heap-flags";

describe("program", () => {
  const names = (...argv: string[]): string[] =>
    program(async () => {}, { stdout: new PassThrough(), stderr: new PassThrough(), argv }).commands.map(
      (each) => each.name(),
    );

  it("makes the command that is called, with what stands behind it, and no other", () => {
    expect(names("encrypt", "--in", "decrypt")).toEqual(["encrypt", "help"]);
    expect(names("backup", "create")).toEqual(["backup", "help"]);
  });

  it("makes all where none is called by its name, so that help and suggestions know them", () => {
    const all = names();
    expect(all.length).toBeGreaterThan(20);
    for (const first of ["encrpyt", "help", "--json", "--help"]) expect(names(first)).toEqual(all);
  });

  it.each([
    ["verify", HEAP_FLAGS.host],
    ["drill", HEAP_FLAGS.host],
    ["list", HEAP_FLAGS.host],
    ["backup", HEAP_FLAGS.host],
    ["restore", []],
  ])("keeps the heap small for who has to be, also where there is no code cache: %s", async (name, flags) => {
    const set = jest.spyOn(v8, "setFlagsFromString").mockImplementation(() => {});
    const words = { backup: ["/x"], restore: ["latest", "/x"], verify: ["latest"], drill: ["latest"] };
    const argv = [name, ...(words[name as keyof typeof words] ?? [])];
    const host = { stdout: new PassThrough(), stderr: new PassThrough(), argv };
    await program(async () => {}, host).parseAsync(argv, { from: "user" });
    expect(set.mock.calls.map(([flag]) => flag)).toEqual(flags);
    set.mockRestore();
  });
});
