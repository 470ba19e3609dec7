import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { type Ansible, installAnsible } from "../../../tools/ansible/ansible";
import { buildCollection, COLLECTION } from "../../../tools/ansible/collection";
import { REPO_ROOT } from "../../../tools/paths";
import { run } from "../../../tools/processes/run";
import { useTempDir } from "../../helpers/temp-dir";

describe("the Ansible collection", () => {
  const dir = useTempDir();
  let ansible: Ansible;
  beforeAll(async () => {
    ansible = await installAnsible(() => {});
  }, 300_000);

  it("is built to the same bytes from another clone, at another time, and holds the sources and nothing else", async () => {
    const [first, second, other] = ["first", "second", "other"].map((name) => join(dir(), name)) as [
      string,
      string,
      string,
    ];
    for (const folder of [first, second]) mkdirSync(folder);
    cpSync(COLLECTION, other, { recursive: true });
    for (const name of readdirSync(other)) utimesSync(join(other, name), 1e9, 1e9);
    chmodSync(join(other, "README.md"), 0o664);
    mkdirSync(join(other, ".ansible"));
    writeFileSync(join(other, ".ansible", "left"), "by a linter");
    writeFileSync(join(other, "README.md~"), "by an editor");
    const files = [await buildCollection(ansible, first), await buildCollection(ansible, second, other)].map(
      (file) => readFileSync(file),
    );
    expect(files[0]?.equals(files[1] as Buffer)).toBe(true);
    const name = readdirSync(first)[0] ?? "";
    const listed = execFileSync("tar", ["tzf", join(first, name)], { encoding: "utf8" }).split("\n");
    const tracked = execFileSync(
      "git",
      ["ls-files", "--cached", "--others", "--exclude-standard", "ansible"],
      {
        cwd: REPO_ROOT,
        encoding: "utf8",
      },
    );
    const sources = tracked
      .split("\n")
      .flatMap((path) =>
        path === "" || path === "ansible/galaxy.yml" ? [] : [path.replace("ansible/", "")],
      );
    expect(listed.filter((path) => path !== "" && !path.endsWith("/"))).toEqual(
      [...sources, "FILES.json", "MANIFEST.json"].sort(),
    );
  });

  it("is clean for ansible-lint, at its strictest profile", async () => {
    const collection = join(dir(), "collections/ansible_collections/sealstack/backup");
    cpSync(COLLECTION, collection, { recursive: true });
    const { status, stdout, stderr } = await run(
      ansible.bin("ansible-lint"),
      ["--offline", "--nocolor", "--strict", "--profile", "production"],
      { cwd: collection, env: ansible.environment(dir()) },
    );
    expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
    expect(stderr).toContain("Profile 'production' was required, and it passed");
  }, 300_000);

  it("has the version of the packages, and their licence", () => {
    const read = (path: string) => readFileSync(join(REPO_ROOT, path), "utf8");
    const { version } = JSON.parse(read("scripts/package.json"));
    expect(parse(read("ansible/galaxy.yml")).version).toBe(version);
    expect(parse(read("ansible/roles/sealstack/defaults/main.yml")).sealstack_version).toBe(version);
    expect(read("ansible/LICENSE")).toBe(read("LICENSE"));
  });
});
