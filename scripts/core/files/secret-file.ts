/** Secrets that people keep in files. */
import { isUtf8 } from "node:buffer";
import { readFile, stat } from "node:fs/promises";
import { OperatorError } from "../../errors";
import { adviceFor, reasonOf } from "../../system-codes";

/** Bits that let others than the owner read a file. */
const OTHERS_MAY_READ = 0o044;

/**
 * The first line of a file.
 * @param what it is, in a word or two.
 * @throws OperatorError `usage` when the file is unreadable, empty, or readable by others.
 */
export async function secretFromFile(file: string, what: string): Promise<string> {
  const fail = (problem: string, hint: string, cause?: unknown): never => {
    throw new OperatorError("usage", `the ${what} file ${file} ${problem}`, { hint, cause });
  };
  const bytes = await readFile(file).catch((cause) =>
    fail(`cannot be read: ${reasonOf(cause)}`, adviceFor(cause, "read") ?? "check its path and owner", cause),
  );
  const { mode } = await stat(file);
  if ((mode & OTHERS_MAY_READ) !== 0)
    fail("can be read by others", `run \`chmod 600\` on it, and consider it known`);
  const end = bytes.indexOf("\n");
  const line = end === -1 ? bytes : bytes.subarray(0, end);
  // Other bytes would all become the same character, and many passphrases one.
  if (!isUtf8(line))
    fail("is not UTF-8", "write it as text, such as the output of `openssl rand -base64 32`");
  const secret = line.toString().replace(/\r$/, "");
  if (secret === "") fail("has an empty first line", `put the ${what} there`);
  return secret;
}
