/** The passphrase: from a file or the terminal, never from the command line, where every user of the host could read it. */
import { openSync } from "node:fs";
import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { ReadStream, WriteStream } from "node:tty";
import { OperatorError } from "../../../errors";
import { secretFromFile } from "../../files/secret-file";

/** @throws OperatorError `usage` when the file is unreadable, empty, or readable by others. */
export const passphraseFromFile = (file: string): Promise<string> => secretFromFile(file, "passphrase");

export interface Prompt {
  /** Ask twice. */
  readonly confirm: boolean;
  /** Ends the question. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Asks on the controlling terminal, without echo; twice where a new secret is made.
 * @throws OperatorError `usage` when there is no terminal, or the two differ.
 */
export async function passphraseFromPrompt({ confirm, signal }: Prompt): Promise<string> {
  const passphrase = await ask("passphrase: ", signal);
  if (passphrase === "") throw new OperatorError("usage", "the passphrase is empty");
  if (confirm && (await ask("again: ", signal)) !== passphrase)
    throw new OperatorError("usage", "the two passphrases differ");
  return passphrase;
}

async function ask(question: string, signal: AbortSignal | undefined): Promise<string> {
  const input = new ReadStream(openTerminal());
  const terminal = new WriteStream(openTerminal());
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input, output: silent, terminal: true });
  try {
    const answer = await new Promise<string>((resolve, reject) => {
      const unanswered = (): void => reject(new OperatorError("interrupted", "no passphrase was given"));
      lines.once("close", unanswered); // Ctrl-C and Ctrl-D
      for (const each of [input, terminal, lines]) each.on("error", unanswered); // the line was dropped
      terminal.write(question);
      lines.question("", { ...(signal && { signal }) }).then(resolve, reject);
    });
    if (answer.includes("\ufffd"))
      throw new OperatorError("usage", "what was typed is not UTF-8", { hint: "set the terminal to UTF-8" });
    return answer;
  } finally {
    terminal.write("\n");
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
