import { lchownSync, mkdirSync, readdirSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { fillAtomically } from "../../../../scripts/core/archive/reading/staging";
import { writeAtomically } from "../../../../scripts/core/files/atomic-file";
import { refuseLinksOfOthers } from "../../../../scripts/core/places/links-of-others";
import { describeIf } from "../../../helpers/describe-if";
import { asNobody, NOBODY } from "../../../helpers/processes/as-nobody";
import { useTempDir } from "../../../helpers/temp-dir";

describeIf(process.geteuid?.() === 0, "needs root, who is led", "a way through links", () => {
  const temp = useTempDir();
  const at = (...path: readonly string[]): string => join(realpathSync(temp()), ...path);
  const link = (name: string, to: string, uid = NOBODY): void => {
    symlinkSync(to, at(name));
    lchownSync(at(name), uid, uid);
  };
  const refused = {
    exit: "target",
    message: expect.stringContaining(`a link of another user (${NOBODY})`),
    hint: "name the place that it leads to",
  };
  beforeEach(() => {
    mkdirSync(at("victim/empty"), { recursive: true });
    mkdirSync(at("his"));
  });

  it.each(["his/link/new", "his/link/empty", "his/link/empty/", "his/link/./empty/new", "root/link/new"])(
    "is refused to root where another user made one: %s",
    async (target) => {
      link("his/link", at("victim"));
      link("root", "his", 0);
      await expect(fillAtomically(at(target), async () => {})).rejects.toMatchObject(refused);
      const write = writeAtomically(Readable.from([Buffer.from("x")]), at(target, "file"), {
        ...{ overwrite: true, signal: new AbortController().signal },
      });
      await expect(write).rejects.toMatchObject({ exit: "target" });
      expect([readdirSync(at("victim")), readdirSync(at("victim/empty"))]).toEqual([["empty"], []]);
    },
  );

  it("is followed where root made them, by whichever way", async () => {
    link("root", "victim/empty/..", 0);
    await fillAtomically(at("root/new"), async (into) => writeFileSync(join(into, "file"), ""));
    expect(readdirSync(at("victim/new"))).toEqual(["file"]);
    for (const path of ["/", ".", "..", "/proc/self/..", "/no/where", at("root"), `${at("root")}/../victim`])
      expect(() => refuseLinksOfOthers(path)).not.toThrow();
    link("loop", "loop", 0);
    refuseLinksOfOthers(at("loop/x"));
  });

  it("is followed by anybody else", async () => {
    link("his/link", at("victim"));
    await asNobody(async () => refuseLinksOfOthers(at("his/link/new")));
  });
});
