/** The collection as one file: what `ansible-galaxy collection build` makes, without the times of the build. */
import { createReadStream, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { createGunzip, gzipSync } from "node:zlib";
import { extract, type Header, pack } from "tar-stream";
import { OperatorError } from "../../scripts/errors";
import { REPO_ROOT } from "../paths";
import { mustRun } from "../processes/run";
import type { Ansible } from "./ansible";

/** Its sources. */
export const COLLECTION = join(REPO_ROOT, "ansible");

/** One second after the epoch: some programs take 0 for no time. */
const NO_TIME = new Date(1000);

/**
 * The same sources give the same bytes.
 * @returns path of the file, whose name has the version
 * @throws OperatorError (`tool`) when it cannot be built
 */
export async function buildCollection(ansible: Ansible, into: string, sources = COLLECTION): Promise<string> {
  const scratch = mkdtempSync(join(tmpdir(), "sealstack-collection-"));
  try {
    const argv = ["collection", "build", sources, "--output-path", join(scratch, "out")];
    await mustRun(ansible.bin("ansible-galaxy"), argv, { cwd: scratch, env: ansible.environment(scratch) });
    const [name, ...more] = readdirSync(join(scratch, "out"));
    if (name === undefined || more.length > 0)
      throw new OperatorError("tool", "ansible-galaxy did not build one file", {
        hint: "run `ansible-galaxy collection build` in the folder ansible",
      });
    const file = join(into, name);
    writeFileSync(file, await withoutTimes(join(scratch, "out", name)));
    return file;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function withoutTimes(file: string): Promise<Buffer> {
  const entries: { header: Header; content: Buffer }[] = [];
  for await (const entry of createReadStream(file).pipe(createGunzip()).pipe(extract()))
    entries.push({ header: entry.header, content: await buffer(entry) });
  entries.sort((one, other) => (one.header.name < other.header.name ? -1 : 1));
  const packed = pack();
  const bytes = buffer(packed);
  for (const { header, content } of entries) {
    const { name, type, mode } = header;
    packed.entry({ name, type, mode, size: content.length, mtime: NO_TIME }, content);
  }
  packed.finalize();
  return gzipSync(await bytes, { level: 9 });
}
