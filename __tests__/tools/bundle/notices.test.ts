import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { REPO_ROOT } from "../../../tools/paths";
import { useTempDir } from "../../helpers/temp-dir";

describe("licence texts of the bundle", () => {
  const dir = useTempDir();

  /** A package that ships these files, for the given folder of texts. */
  function run(files: Readonly<Record<string, string>>, sources: object, license = "MIT") {
    const [folder, ours] = [join(dir(), "p"), join(dir(), "licenses")];
    mkdirSync(folder);
    mkdirSync(ours);
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "@x/p", version: "1.2.3", license }));
    writeFileSync(join(ours, "kept.txt"), "the kept text\n");
    writeFileSync(join(ours, "sources.json"), JSON.stringify(sources));
    const code = `import { notices } from "./tools/bundle/notices.mjs"; process.stdout.write(await notices(${JSON.stringify([folder])}, ${JSON.stringify(ours)}));`;
    return spawnSync(process.execPath, ["--input-type=module", "-e", code], {
      ...{ cwd: REPO_ROOT, encoding: "utf8" },
    });
  }
  const KEPT = { "kept.txt": { license: "MIT", source: "https://example.org/LICENSE", packages: ["@x/p"] } };

  it.each(["LICENSE", "license.md", "LICENCE.txt", "License-MIT", "COPYING"])(
    "are those of the package: %s",
    (name) => {
      expect(run({ [name]: "its own text\n", NOTICE: "a notice\n" }, {}).stdout).toBe(
        "@x/p 1.2.3 (MIT)\n\nits own text\n\na notice\n",
      );
    },
  );

  it("are kept here with their source, where the package has none", () => {
    expect(run({ LICENSE: " \n" }, KEPT).stdout).toBe(
      "@x/p 1.2.3 (MIT)\n\n(The package carries no licence text; this is the text of https://example.org/LICENSE)\n\nthe kept text\n",
    );
  });

  it.each([
    ["there is none", {}, "MIT"],
    ["the licence is another by now", KEPT, "ISC"],
    ["no source is named", { "kept.txt": { ...KEPT["kept.txt"], source: undefined } }, "MIT"],
    ["the text is gone", { "gone.txt": KEPT["kept.txt"] }, "MIT"],
  ])("fail the build where %s", (_, sources, license) => {
    const { status, stderr } = run({ "licensed.js": "no text" }, sources, license);
    expect(status).not.toBe(0);
    expect(stderr).toContain(`no licence text in the package, nor in`);
    expect(stderr).toContain(`@x/p 1.2.3 (${license})`);
  });
});
