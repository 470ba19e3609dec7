import { PassThrough } from "node:stream";
import { program } from "../../../scripts/cli/program";

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
});
