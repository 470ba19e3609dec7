/** The zip file that Lambda takes: of the same files the same bytes, wherever, whenever and by whoever it is made, so that a plan of Terraform shows a change of the function and nothing else. */
import { hash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { zipSync } from "fflate";
import { OperatorError } from "../../errors";
import { reasonOf } from "../../system-codes";

const HANDLER = "fleet-handler.mjs";
const THREAD = /^[a-z-]+-worker\.js$/;

/**
 * Every file's time in the zip file, whose format has no time before 1980 and no zone: the library writes what a clock on the wall shows, and this shows
 * the same in each zone. Noon, because a zone may have left midnight out.
 */
const MTIME = new Date(1980, 0, 1, 12);

/** Source: PKZIP's APPNOTE.txt, 4.4.2: the file attributes are those of Unix. */
const UNIX = 3;

/** Lambda's user, who is not the owner, reads them. Attributes of Unix stand in the upper half. */
const ATTRIBUTES = 0o100644 << 16;

/** zlib gives other bytes in other versions of Node.js, so the library compresses, too. */
const LEVEL = 9;

export interface FunctionPackage {
  readonly zip: Buffer;
  /** Names of the files in it. */
  readonly files: readonly string[];
  /** SHA-256 in base64: what Terraform's `filebase64sha256` gives, and Lambda calls `CodeSha256`. */
  readonly sha256: string;
}

/**
 * @param folder with the built handler and its threads; other files are left out.
 * @throws OperatorError `tool` where they are not there, or cannot be read.
 */
export async function functionPackage(folder: string): Promise<FunctionPackage> {
  const names = await readdir(folder).catch(unreadable(folder));
  const files = [HANDLER, ...names.filter((name) => THREAD.test(name)).sort()];
  if (!names.includes(HANDLER) || files.length === 1)
    throw new OperatorError(
      "tool",
      `this installation has no ${names.includes(HANDLER) ? "threads" : HANDLER}`,
      {
        hint: "make the zip file with the npm package @sealstack/cli; in the repository, run `npm run build -w scripts` before",
      },
    );
  const contents = await Promise.all(
    files.map(async (name) => [name, await readFile(join(folder, name)).catch(unreadable(name))] as const),
  );
  const zip = Buffer.from(
    zipSync(Object.fromEntries(contents), { mtime: MTIME, os: UNIX, attrs: ATTRIBUTES, level: LEVEL }),
  );
  return { zip, files, sha256: hash("sha256", zip, "base64") };
}

function unreadable(what: string): (cause: unknown) => never {
  return (cause) => {
    throw new OperatorError("tool", `${what} cannot be read: ${reasonOf(cause)}`, {
      hint: "install @sealstack/cli again",
      cause,
    });
  };
}
