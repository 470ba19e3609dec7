import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { functionPackage } from "../../../../scripts/core/fleet/function-package";
import { REPO_ROOT } from "../../../../tools/paths";

const FILES = {
  "seal-worker.js": "// seals\n".repeat(500),
  "fleet-handler.mjs": "export const handler = () => {};\n".repeat(1000),
  "crew-worker.js": "// fetches\n".repeat(500),
};
const OTHERS = { "bin.cjs": "the tool", "sbom.cdx.json": "{}", "x.worker.js": "" };

describe("the zip file of the function", () => {
  let dir = "";
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), "package-"));
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  /** A build of the same files, written in this order, with this mode and time. */
  function built(name: string, files: Readonly<Record<string, string>>, mode: number, time: Date): string {
    const folder = join(dir, name);
    mkdirSync(folder);
    for (const [file, text] of Object.entries(files)) {
      writeFileSync(join(folder, file), text);
      chmodSync(join(folder, file), mode);
      utimesSync(join(folder, file), time, time);
    }
    return folder;
  }

  /** Made by a process of its own, in this zone and with this umask. */
  function madeBy(folder: string, zone: string, umask: number): Buffer {
    const program = `process.umask(${umask});
      require(${JSON.stringify(join(REPO_ROOT, "scripts/core/fleet/function-package.ts"))})
        .functionPackage(${JSON.stringify(folder)}).then(({ zip }) => process.stdout.write(zip))`;
    return execFileSync(process.execPath, ["--import", "tsx", "-e", program], {
      cwd: REPO_ROOT,
      env: { ...process.env, TZ: zone },
    });
  }

  it("has the same bytes from another folder, umask, time and zone, so that no plan shows a change", async () => {
    const all = { ...FILES, ...OTHERS };
    const backwards = Object.fromEntries(Object.entries(all).reverse());
    const [one, other] = [
      built("a", all, 0o644, new Date("2026-11-29T00:00:00Z")),
      built("b", backwards, 0o700, new Date("2001-07-01T12:34:56Z")),
    ];
    const zip = madeBy(one, "Pacific/Kiritimati", 0o022);
    expect(madeBy(other, "America/Los_Angeles", 0o077).equals(zip)).toBe(true);
    const [here, there] = [await functionPackage(one), await functionPackage(other)];
    expect(here.zip.equals(zip)).toBe(true);
    expect(there.sha256).toBe(here.sha256);
  });

  it("holds handler and threads, which anybody may read, and nothing else", async () => {
    const { zip, files } = await functionPackage(built("c", { ...FILES, ...OTHERS }, 0o600, new Date()));
    expect(files).toEqual(["fleet-handler.mjs", "crew-worker.js", "seal-worker.js"]);
    const held = Object.entries(unzipSync(zip)).map(([name, bytes]) => [name, Buffer.from(bytes).toString()]);
    expect(Object.fromEntries(held)).toEqual(FILES);
    const directory = zip.indexOf(Buffer.from("PK\u0001\u0002", "latin1"));
    expect(zip.readUInt16LE(directory + 40)).toBe(0o100644); // upper half of the external attributes
  });

  it("is another one when a file changes", async () => {
    const [one, other] = await Promise.all([
      functionPackage(built("d", FILES, 0o644, new Date(0))),
      functionPackage(built("e", { ...FILES, "crew-worker.js": "// other\n" }, 0o644, new Date(0))),
    ]);
    expect(other.sha256).not.toBe(one.sha256);
  });

  it.each([
    [{ "crew-worker.js": "" }, "this installation has no fleet-handler.mjs"],
    [{ "fleet-handler.mjs": "" }, "this installation has no threads"],
  ])("fails where something is missing: %j", async (files, message) => {
    const folder = mkdtempSync(join(dir, "missing-"));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), String(text));
    await expect(functionPackage(folder)).rejects.toThrow(message);
  });

  it("fails for a folder that is not there", async () => {
    await expect(functionPackage(join(dir, "none"))).rejects.toThrow("none cannot be read: ");
  });
});
