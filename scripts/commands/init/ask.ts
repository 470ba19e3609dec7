/** Questions on the terminal. */
import { createInterface, type Interface } from "node:readline/promises";
import type { Judge } from "../../core/platform-repo/answers";
import { OperatorError } from "../../errors";
import type { CommandIo } from "../io";

export interface Question {
  /** Without the mark at its end. */
  readonly text: string;
  /** Lines above it. */
  readonly explained?: readonly string[];
  /** What an empty answer stands for. */
  readonly usual?: string | undefined;
  readonly judge: Judge;
}

/** Asks one after the other; a wrong answer is told, and asked for again. */
export async function askAll<Name extends string>(
  questions: Readonly<Record<Name, Question>>,
  { stdin, stdout, signal }: Pick<CommandIo, "stdin" | "stdout" | "signal">,
): Promise<Readonly<Record<Name, string>>> {
  const lines = createInterface({ input: stdin, output: stdout });
  const ended = new AbortController();
  lines.once("close", () => ended.abort()); // Ctrl-C and Ctrl-D
  const either = AbortSignal.any([signal, ended.signal]);
  try {
    const answers: Partial<Record<Name, string>> = {};
    for (const [name, question] of Object.entries(questions) as [Name, Question][])
      answers[name] = await ask(question, lines, either);
    return answers as Record<Name, string>;
  } catch (error) {
    if (!either.aborted) throw error;
    throw new OperatorError("interrupted", "the questions were not answered, and nothing was written");
  } finally {
    lines.close();
  }
}

async function ask(
  { text, explained = [], usual, judge }: Question,
  lines: Interface,
  signal: AbortSignal,
): Promise<string> {
  const above = explained.map((line) => `  ${line}\n`).join("");
  for (let prefix = above; ; ) {
    const typed = await lines.question(`${prefix}${text}${usual === undefined ? "" : ` [${usual}]`}: `, {
      signal,
    });
    const answer = typed.trim() || (usual ?? "");
    const problem = judge(answer);
    if (problem === undefined) return answer;
    prefix = `  ${problem}\n`;
  }
}
