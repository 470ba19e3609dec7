import { OperatorError } from "../errors";

/** What Node.js puts in the place of bytes of an argument that are not UTF-8: which they were is not to be had any more. */
const REPLACEMENT = "\ufffd";

/**
 * Refuses arguments that are not what was typed: a path of other bytes names another file, and a context binds to another value.
 * @throws OperatorError `usage`; shows nothing of the argument, which may be a context value.
 */
export function assertTextArguments(argv: readonly string[]): void {
  const index = argv.findIndex((argument) => argument.includes(REPLACEMENT));
  if (index === -1) return;
  throw new OperatorError(
    "usage",
    `argument ${index + 1} holds bytes that are not UTF-8, or U+FFFD, which stands for them`,
    {
      hint: "rename what it names, or name the directory above it",
    },
  );
}
