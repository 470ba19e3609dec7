/**
 * A Debian without Node.js, as far as a package can tell: dpkg's own folders, with what this host's dpkg says of the libraries that the package
 * depends on; the libraries; a shell for maintainer scripts; and systemd's units. Not debootstrap's, which takes a minute and the network.
 */
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findTool } from "../../../tools/fetched/system-packages";
import { mustRun, run } from "../../../tools/processes/run";
import type { BareRoot } from "./bare-root";

const DEPENDENCIES = ["libc6", "libstdc++6"];
const UNITS = "/usr/lib/systemd/system";

export class DebianRoot {
  private constructor(readonly root: BareRoot) {}

  /** @param program whose libraries the dependencies bring */
  static async make(root: BareRoot, program: string): Promise<DebianRoot> {
    for (const folder of ["dpkg/info", "dpkg/updates", "dpkg/triggers"])
      mkdirSync(join(root.path, "var/lib", folder), { recursive: true });
    mkdirSync(join(root.path, "var/log"));
    const { stdout } = await mustRun("dpkg-query", ["-s", ...DEPENDENCIES]);
    writeFileSync(join(root.path, "var/lib/dpkg/status"), `${stdout}\n`);
    await root.add(program, "/tmp/program");
    rmSync(join(root.path, "tmp/program"));
    for (const name of ["sh", "rm"]) await root.add(findTool(name) ?? name, `/bin/${name}`);
    mkdirSync(join(root.path, UNITS), { recursive: true });
    for (const folder of [UNITS, UNITS.slice("/usr".length)].filter((path) => existsSync(path)))
      await mustRun("cp", ["-a", `${folder}/.`, join(root.path, UNITS)]);
    return new DebianRoot(root);
  }

  /** Never the dpkg database of this host. */
  async dpkg(...argv: string[]): Promise<void> {
    await mustRun("dpkg", [`--root=${this.root.path}`, "--force-unsafe-io", ...argv], {
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    });
  }

  /** Version and state of a package; empty where dpkg does not know it. */
  async state(name: string): Promise<string> {
    const admin = `--admindir=${join(this.root.path, "var/lib/dpkg")}`;
    return (await run("dpkg-query", [admin, "-W", "-f", "${Version} ${Status}", name])).stdout;
  }
}
