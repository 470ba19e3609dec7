/** Node.js as npm has it for each processor: downloaded once, compared with its digest, and kept under ~/.cache/sealstack. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { OperatorError } from "../../scripts/errors";
import { cacheEntry } from "../fetched/cache-entry";
import { mustRun } from "../processes/run";
import pinned from "./node-binaries.json";

/** As npm and Node.js call them. */
export const ARCHITECTURES = ["x64", "arm64"] as const;
export type Architecture = (typeof ARCHITECTURES)[number];

/** The one that is inside of the executable: a current LTS, and the same for each processor. */
export const NODE_VERSION = pinned.version;

export interface NodeBinary {
  readonly program: string;
  /** Of Node.js and of what is inside of it. */
  readonly licence: string;
}

/**
 * Node.js for a processor, some 120 MB.
 *
 * @throws OperatorError (`tool`) when npm cannot download it, or it is another than the pinned one
 */
export function pinnedNode(architecture: Architecture, notify: (line: string) => void): Promise<NodeBinary> {
  return nodeBinary(released(architecture), notify);
}

const released = (architecture: Architecture): NodeRelease => ({
  architecture,
  version: pinned.version,
  integrity: pinned.integrity[architecture],
});

/** What the npm package is tested with on x64: the oldest Node.js that it takes, the one of the executable, and the newest. */
export const TESTED: readonly NodeRelease[] = [
  released("x64"),
  ...pinned.others.map((release) => ({ ...release, architecture: "x64" as const })),
];

export interface NodeRelease {
  readonly architecture: Architecture;
  readonly version: string;
  /** Of the package, as in a lock file. */
  readonly integrity: string;
}

/** Any Node.js that npm has. @throws as {@link pinnedNode} */
export async function nodeBinary(
  { architecture, version, integrity }: NodeRelease,
  notify: (line: string) => void,
): Promise<NodeBinary> {
  const name = `node-linux-${architecture}`;
  const parts = (dir: string) => ({ program: join(dir, "bin/node"), licence: join(dir, "LICENSE") });
  const dir = await cacheEntry({
    name,
    madeFrom: [integrity],
    isMade: (folder) => existsSync(parts(folder).program),
    make: async (folder) => {
      notify(`downloading ${name} ${version} from npm into ${folder}`);
      await download(`${name}@${version}`, integrity, folder);
    },
  });
  return parts(dir);
}

async function download(what: string, integrity: string, dir: string): Promise<void> {
  const unfinished = join(dir, "new");
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  const { stdout } = await mustRun(
    "npm",
    ["pack", "--json", "--silent", "--pack-destination", unfinished, what],
    {
      hint: "check that the npm registry can be reached, then try again",
    },
  );
  const [{ filename }] = JSON.parse(stdout) as [{ readonly filename: string }];
  const tarball = join(unfinished, filename);
  const found = `sha512-${createHash("sha512").update(readFileSync(tarball)).digest("base64")}`;
  if (found !== integrity)
    throw new OperatorError("tool", `${what} is not the pinned one: got ${found}, wanted ${integrity}`, {
      hint: "ask whoever runs the registry or proxy what it serves",
    });
  await mustRun("tar", ["-xzf", tarball, "-C", unfinished, "package/bin/node", "package/LICENSE"]);
  renameSync(join(unfinished, "package/LICENSE"), join(dir, "LICENSE"));
  renameSync(join(unfinished, "package/bin"), join(dir, "bin"));
  rmSync(unfinished, { recursive: true });
}
