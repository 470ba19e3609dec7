/** The passphrase: from a file or the terminal, never from the command line, where every user of the host could read it. */
import { isUtf8 } from "node:buffer";
import { openSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { ReadStream, WriteStream } from "node:tty";
import { OperatorError } from "../../../errors";
import { adviceFor, reasonOf } from "../../../system-codes";

/** Bits that let others than the owner read a file. */
const OTHERS_MAY_READ = 0o044;

/**
 * The first line of a file.
 * @throws OperatorError `usage` when the file is unreadable, empty, or readable by others.
 */
export async function passphraseFromFile(file: string): Promise<string> {
  const fail = (problem: string, hint: string, cause?: unknown): never => {
    throw new OperatorError("usage", `the passphrase file ${file} ${problem}`, { hint, cause });
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
  const passphrase = line.toString().replace(/\r$/, "");
  if (passphrase === "") fail("has an empty first line", "put the passphrase there");
  return passphrase;
}

/**
 * Asks on the controlling terminal, without echo; twice where a new secret is made.
 * @throws OperatorError `usage` when there is no terminal, or the two differ.
 */
export async function passphraseFromPrompt({ confirm }: { readonly confirm: boolean }): Promise<string> {
  const passphrase = await ask("passphrase: ");
  if (passphrase === "") throw new OperatorError("usage", "the passphrase is empty");
  if (confirm && (await ask("again: ")) !== passphrase)
    throw new OperatorError("usage", "the two passphrases differ");
  return passphrase;
}

async function ask(question: string): Promise<string> {
  const input = new ReadStream(openTerminal());
  const terminal = new WriteStream(openTerminal());
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input, output: silent, terminal: true });
  try {
    terminal.write(question);
    const answer = await lines.question("");
    terminal.write("\n");
    if (answer.includes("\ufffd"))
      throw new OperatorError("usage", "what was typed is not UTF-8", { hint: "set the terminal to UTF-8" });
    return answer;
  } finally {
    lines.close();
    input.destroy();
    terminal.destroy();
  }
}

function openTerminal(): number {
  try {
    return openSync("/dev/tty", "r+");
  } catch (cause) {
    throw new OperatorError("usage", "there is no terminal to ask for a passphrase", {
      hint: "give --passphrase-file FILE",
      cause,
    });
  }
}
