/** What tools and benches say. The words of other programs are among it, so every line is made printable; the colours of the demo are its own. */
import { printable } from "../modules/printable";

/** Lines of text that stay lines, and do nothing to a terminal. */
export const printableLines = (text: string): string => text.split(/\r?\n/).map(printable).join("\n");

/** @param stream stdout for what somebody asked for, stderr for everything else */
export function say(text: string, stream: NodeJS.WritableStream = process.stderr): void {
  stream.write(`${printableLines(text)}\n`);
}
