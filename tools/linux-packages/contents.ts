/** What is inside of a package beside the executable: written into a folder, and named with its place on the host. */
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { scheduleFiles } from "../../scripts/core/schedule/schedule";
import { readTargets } from "../../scripts/core/targets/read-targets";
import { DEFAULT_TARGETS_FILE } from "../../scripts/core/targets/schema";
import { mustRun } from "../processes/run";

/** As nfpm takes it. */
export interface Content {
  readonly src?: string;
  readonly dst: string;
  readonly type?: "config|noreplace" | "dir";
  readonly file_info: { readonly mode: number; readonly owner: "root"; readonly group: "root" };
}

export const PROGRAM = "/usr/bin/sealstack";
const DOCUMENTS = "/usr/share/doc/sealstack";
/** A timer that knows no file yet: to find nothing due costs less than half a second. */
const WAKES_EVERY = "15m";

/** What people see; dpkg and rpm keep what they have changed. */
export const EXAMPLE = join(__dirname, "files/backup.yaml");

export interface ContentsOptions {
  /** Sources, with `scripts/dist` built. */
  readonly root: string;
  /** Where what is generated is written. */
  readonly work: string;
  readonly executable: string;
  readonly nodeLicence: string;
  /** Bill of materials. */
  readonly bill: string;
  /** zsh and others look elsewhere in each family. */
  readonly packager: "deb" | "rpm";
}

export async function contents(options: ContentsOptions): Promise<readonly Content[]> {
  const { root, work, executable, nodeLicence, bill, packager } = options;
  mkdirSync(work, { recursive: true });
  const write = (name: string, content: string | Buffer): string => {
    writeFileSync(join(work, name), content);
    return join(work, name);
  };
  const zipped = (name: string, from: string) =>
    write(`${name}.gz`, gzipSync(readFileSync(from), { level: 9 }));
  const completion = async (shell: string) => {
    const said = await mustRun(process.execPath, [join(root, "scripts/sealstack.js"), "completion", shell]);
    return write(`completion.${shell}`, said.stdout);
  };
  const zsh = packager === "deb" ? "vendor-completions" : "site-functions";
  return [
    { ...file(executable, PROGRAM), file_info: { ...OWNED, mode: 0o755 } },
    file(zipped("sealstack.1", join(root, "scripts/man/sealstack.1")), "/usr/share/man/man1/sealstack.1.gz"),
    file(await completion("bash"), "/usr/share/bash-completion/completions/sealstack"),
    file(await completion("zsh"), `/usr/share/zsh/${zsh}/_sealstack`),
    file(await completion("fish"), "/usr/share/fish/vendor_completions.d/sealstack.fish"),
    ...units(work).map(({ name, text }) => file(write(name, text), `/usr/lib/systemd/system/${name}`)),
    { ...file(copied(EXAMPLE, work), DEFAULT_TARGETS_FILE), type: "config|noreplace" },
    ...schemas(root),
    file(join(root, "LICENSE"), `${DOCUMENTS}/copyright`),
    file(
      zipped("third-party", join(root, "scripts/dist/THIRD_PARTY_LICENSES.txt")),
      `${DOCUMENTS}/THIRD_PARTY_LICENSES.txt.gz`,
    ),
    file(zipped("node-licence", nodeLicence), `${DOCUMENTS}/NODE_LICENSE.gz`),
    file(zipped("changelog", join(root, "CHANGELOG.md")), `${DOCUMENTS}/changelog.gz`),
    file(bill, `${DOCUMENTS}/sbom.cdx.json`),
    { dst: "/var/lib/sealstack", type: "dir", file_info: { ...OWNED, mode: 0o700 } },
  ];
}

const OWNED = { owner: "root", group: "root" } as const;

function file(src: string, dst: string): Content {
  return { src, dst, file_info: { ...OWNED, mode: 0o644 } };
}

/** Of the configuration, of logs, and of what each command prints with `--json`. */
function schemas(root: string): readonly Content[] {
  const printed = readdirSync(join(root, "scripts/schemas")).sort();
  return ["backup.schema.json", "log.schema.json", ...printed.map((name) => `schemas/${name}`)].map((path) =>
    file(join(root, "scripts", path), `/usr/share/sealstack/${path}`),
  );
}

function copied(path: string, work: string): string {
  copyFileSync(path, join(work, "backup.yaml"));
  return join(work, "backup.yaml");
}

/** The example as somebody would have it who takes all of it. */
const exampleInUse = (): string => readFileSync(EXAMPLE, "utf8").replaceAll(/^#(?! \S)/gm, "");

/** What `sealstack schedule print systemd` prints for the example. */
function units(work: string): readonly { readonly name: string; readonly text: string }[] {
  const inUse = join(work, "in-use.yaml");
  writeFileSync(inUse, exampleInUse(), { mode: 0o600 });
  const files = scheduleFiles("systemd", readTargets(inUse), {
    program: PROGRAM,
    config: DEFAULT_TARGETS_FILE,
    every: WAKES_EVERY,
    // What other schedulers ask for.
    configText: "",
    outputsText: () => "",
    seed: "",
    image: undefined,
    namespace: "",
    roleArn: undefined,
  });
  return files.map(({ path, text }) => ({ name: path.slice(path.lastIndexOf("/") + 1), text }));
}
