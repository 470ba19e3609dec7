/** A YAML file against its schema: every problem at once, each with its line and column. */
import { type Document, LineCounter, parseDocument, type YAMLParseError } from "yaml";
import type { z } from "zod";
import { ConfigError } from "../config-error";
import { shown } from "../show-value";
import { problemMessage } from "./messages";
import { offsetAt } from "./places";
import { keyProblems } from "./problems";

/** A problem, and where in the text it is. */
interface Problem {
  readonly offset: number;
  readonly text: string;
}

/**
 * @param name what the file is called, for the message
 * @throws {@link ConfigError} with every problem of the file, each with its path, line and column.
 */
export function parseChecked<S extends z.ZodType>(text: string, name: string, schema: S): z.output<S> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const problems = document.errors.map((error) => syntaxProblem(text, error));
  // A key that stands twice leaves a document to check; broken syntax would only bring follow-up problems.
  if (!document.errors.every(({ code }) => code === "DUPLICATE_KEY")) throw report(name, problems, lines);
  const parsed = schema.safeParse(contentOf(document, name) ?? {}, { error: problemMessage });
  if (parsed.success && problems.length === 0) return parsed.data;
  const issues = parsed.error?.issues ?? [];
  throw report(name, [...problems, ...issues.flatMap((issue) => issueProblems(document, issue))], lines);
}

/** Aliases of aliases can stand for more than any memory holds: the parser refuses them, and those that name nothing. */
function contentOf(document: Document.Parsed, name: string): unknown {
  try {
    return document.toJS();
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    throw new ConfigError(name, ["aliases must name an anchor, and not stand for more than there is"]);
  }
}

function report(name: string, problems: readonly Problem[], lines: LineCounter): ConfigError {
  const inOrder = problems.toSorted((a, b) => a.offset - b.offset);
  return new ConfigError(
    name,
    inOrder.map(({ offset, text }) => {
      const { line, col } = lines.linePos(offset);
      return `line ${line}, column ${col}: ${text}`;
    }),
  );
}

function syntaxProblem(text: string, { code, message, pos: [offset] }: YAMLParseError): Problem {
  if (code !== "DUPLICATE_KEY") return { offset, text: message.charAt(0).toLowerCase() + message.slice(1) };
  const [key] = /^[^:\s]+/.exec(text.slice(offset)) ?? [""];
  return { offset, text: `key ${shown(key)} must stand once, got it again` };
}

function issueProblems(document: Document.Parsed, issue: z.core.$ZodIssue): Problem[] {
  return keyProblems(issue).map(({ path, text }) => ({ offset: offsetAt(document, path), text }));
}
