import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { sealstack } from "../../../helpers/processes/cli";
import { memoryServices } from "../../../helpers/stores/memory-services";
import { MemoryStore } from "../../../helpers/stores/memory-store";
import { useTempDir } from "../../../helpers/temp-dir";

const ID = "p/in-20261122T014200Z.tar.gz.kms";

describe("parts of a backup", () => {
  const dir = useTempDir();
  let store: MemoryStore;
  const run = (...argv: string[]) =>
    sealstack([...argv, "--bucket", "memory"], {
      services: memoryServices(store),
      now: () => new Date("2026-11-22T01:42:00Z"),
      env: {},
    });
  const out = () => join(dir(), "out");
  const found = () =>
    existsSync(out()) ? (readdirSync(out(), { recursive: true }) as string[]).sort() : undefined;

  beforeEach(async () => {
    store = new MemoryStore();
    const at = (path: string) => join(dir(), "in", path);
    for (const path of ["certs", "config/empty", "secrets", "templates/deep/er"])
      mkdirSync(at(path), { recursive: true });
    const files = {
      "certs/root_ca.crt": "root",
      "certs/intermediate_ca.crt": "intermediate",
      "certs/.hidden": "dot",
      "config/ca.json": "{}",
      "secrets/key": "secret key",
      "templates/deep/er/a.tpl": "a",
      "templates/b.tpl": "b",
      "odd[1]*.txt": "odd",
      odd1: "one",
    };
    for (const [path, text] of Object.entries(files)) writeFileSync(at(path), text);
    symlinkSync("root_ca.crt", at("certs/link"));
    chmodSync(at("certs"), 0o755);
    chmodSync(at("secrets/key"), 0o644);
    expect(await run("backup", "--prefix", "p", "--name", "in", at("."))).toMatchObject({ status: 0 });
  });

  it.each([
    [["config/ca.json"], ["config", "config/ca.json"]],
    [["./config/ca.json"], ["config", "config/ca.json"]],
    [["config"], ["config", "config/ca.json", "config/empty"]],
    [["config/"], ["config", "config/ca.json", "config/empty"]],
    [["certs/*.crt"], ["certs", "certs/intermediate_ca.crt", "certs/root_ca.crt"]],
    [["certs/*"], ["certs", "certs/.hidden", "certs/intermediate_ca.crt", "certs/link", "certs/root_ca.crt"]],
    [["certs/link"], ["certs", "certs/link"]],
    [
      ["**/*.tpl"],
      ["templates", "templates/b.tpl", "templates/deep", "templates/deep/er", "templates/deep/er/a.tpl"],
    ],
    [["*/deep"], ["templates", "templates/deep", "templates/deep/er", "templates/deep/er/a.tpl"]],
    [["{config,secrets}/*"], ["config", "config/ca.json", "config/empty", "secrets", "secrets/key"]],
    [
      ["secrets/key", "config/ca.json"],
      ["config", "config/ca.json", "secrets", "secrets/key"],
    ],
    [["odd[1]*.txt"], ["odd[1]*.txt"]], // the path of a member is that member
    [["odd[1]"], ["odd1"]],
    [["?dd1"], ["odd1"]],
  ])("are restored: %j", async (paths, expected) => {
    const ran = await run("restore", ...paths.flatMap((path) => ["--path", path]), "latest", out());
    expect(ran).toMatchObject({ status: 0, stderr: "" });
    expect(found()).toEqual(expected);
  });

  it("are what they were, and reported as some of all", async () => {
    const ran = await run("restore", "--path", "secrets", ID, out());
    expect(readFileSync(join(out(), "secrets/key"), "utf8")).toBe("secret key");
    for (const path of [".", "secrets", "secrets/key"])
      expect(statSync(join(out(), path)).mode).toBe(statSync(join(dir(), "in", path)).mode);
    expect(ran.stdout.toString()).toContain("wrote  1 of 9 files, 10 B");
    expect(ran.stdout.toString()).toContain("proof  every byte was authenticated");
    const json = await run("restore", "--json", "--path", "certs/*.crt", ID, join(dir(), "other"));
    expect(JSON.parse(json.stdout.toString())).toMatchObject({
      wrote: { files: 2, bytes: 16 },
      content: { files: 9 },
    });
  });

  it("go to stdout where it is one file", async () => {
    const ran = await run("restore", "--path", "certs/root_ca.crt", ID, "-");
    expect(ran).toMatchObject({ status: 0 });
    expect(ran.stdout.toString()).toBe("root");
    for (const path of ["certs/*.crt", "certs", "certs/link"])
      expect(await run("restore", "--path", path, ID, "-")).toMatchObject({
        status: 2,
        stdout: Buffer.alloc(0),
      });
  });

  it.each([
    [["nope"], "'nope'"],
    [["certs/root_ca.crt", "nope", "*.nope"], "'nope', '*.nope'"],
    [["certs/root_ca.crt/x"], "'certs/root_ca.crt/x'"],
    [["CERTS/root_ca.crt"], "'CERTS/root_ca.crt'"],
  ])("that are not there are an error, and nothing is written: %j", async (paths, named) => {
    const ran = await run("restore", ...paths.flatMap((path) => ["--path", path]), ID, out());
    expect(ran).toMatchObject({ status: 10, stderr: expect.stringContaining(`holds nothing at ${named}\n`) });
    expect(ran.stderr).toContain(`hint: see \`sealstack list --content ${ID}\``);
    expect(found()).toBeUndefined();
    expect(readdirSync(dir())).toEqual(["in"]);
  });

  it.each(["/etc/passwd", "../x", "certs/../secrets/key", ""])("never lie outside: %j", async (path) => {
    store.before = () => {
      throw new Error("nothing may be asked");
    };
    expect(await run("restore", "--path", path, ID, out())).toMatchObject({ status: 2 });
  });

  it("are not restored from a backup that is damaged elsewhere", async () => {
    const bytes = Buffer.from(store.object(ID));
    bytes[bytes.length - 70] = (bytes[bytes.length - 70] ?? 0) ^ 1; // in the last frame's content
    store.objects.set(ID, bytes);
    expect(await run("restore", "--path", "certs/root_ca.crt", ID, out())).toMatchObject({ status: 5 });
    expect(found()).toBeUndefined();
    expect(await run("list", "--content", ID)).toMatchObject({ status: 5, stdout: Buffer.alloc(0) });
  });

  it("are listed, with nothing of them on the disk", async () => {
    const ran = await run("list", "--content", "latest", "--prefix", "p");
    expect(ran).toMatchObject({ status: 0, stderr: "" });
    const lines = ran.stdout.toString().split("\n");
    expect(lines[0]).toMatch(/^MODE +SIZE +MODIFIED +PATH$/);
    expect(lines).toHaveLength(1 + 17 + 1);
    expect(ran.stdout.toString()).toMatch(/^drwxr-xr-x +\d{4}-\d\d-\d\d \d\d:\d\d +certs\/$/m);
    expect(ran.stdout.toString()).toMatch(/^-rw-r--r-- +10 B +\d{4}-\d\d-\d\d \d\d:\d\d +secrets\/key$/m);
    expect(ran.stdout.toString()).toMatch(/^lrwxrwxrwx +\S+ \S+ +certs\/link -> root_ca.crt$/m);
    const json = await run("list", "--content", ID, "--json");
    const { members, id } = JSON.parse(json.stdout.toString());
    expect(id).toBe(ID);
    expect(members).toContainEqual(
      expect.objectContaining({ path: "secrets/key", type: "file", size: 10, mode: "0644" }),
    );
    expect(members).toContainEqual(
      expect.objectContaining({ path: "certs/link", linkTarget: "root_ca.crt" }),
    );
    expect(JSON.stringify(members)).not.toContain("secret key");
    expect(readdirSync(dir())).toEqual(["in"]);
  });

  it.each([
    [["list", "--content", "p/nope-20261122T014200Z.tar.gz.kms"], 10, "no such object"],
    [["list", "--content", "nonsense"], 2, "is not the id of a backup"],
    [["list", "--content", ID, "--context", "a=b"], 6, "another value"],
    [["list", "--context", "a=b"], 2, "--content"],
  ])("are not listed with %j", async (argv, status, words) => {
    expect(await run(...argv)).toMatchObject({ status, stderr: expect.stringContaining(words) });
  });
});
