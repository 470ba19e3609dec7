/** A note is there as a whole, or not at all: who reads it may find what a killed run left at any moment. */
import fs, { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { takeNote } from "../../../../scripts/core/places/notes";
import { isNote } from "../../../../scripts/core/places/own-name";

describe("takeNote", () => {
  let place = "";
  beforeEach(() => {
    place = mkdtempSync(join(tmpdir(), "notes-"));
  });
  afterEach(() => {
    jest.restoreAllMocks();
    rmSync(place, { recursive: true, force: true });
  });

  it("gives it its name once all of it is written", () => {
    const write = fs.writeFileSync;
    const meanwhile: string[][] = [];
    jest.spyOn(fs, "writeFileSync").mockImplementation((...call) => {
      meanwhile.push(readdirSync(place).filter(isNote));
      write(...call);
    });
    const note = takeNote(place, "an upload");
    expect(meanwhile).toEqual([[]]);
    const names = readdirSync(place);
    expect(names.filter(isNote)).toHaveLength(1);
    expect(names.map((name) => readFileSync(join(place, name), "utf8"))).toEqual(["an upload"]);
    note.forget();
    expect(readdirSync(place)).toEqual([]);
  });

  it.each(["writeFileSync", "renameSync"] as const)("leaves nothing where %s fails", (name) => {
    jest.spyOn(fs, name).mockImplementation(() => {
      throw Object.assign(new Error("full"), { code: "ENOSPC" });
    });
    const note = takeNote(place, "an upload");
    jest.restoreAllMocks();
    expect(readdirSync(place)).toEqual([]);
    note.forget();
    note.leave();
  });
});
