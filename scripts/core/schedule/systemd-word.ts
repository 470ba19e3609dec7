import { isPrintable, printableInQuotes } from "../../../modules/printable";

/** One argument of a command in a unit file. Source: systemd.service(5), "Command lines", and systemd.unit(5), "Specifiers". */
export function systemdWord(text: string): string {
  const plain = text.replace(/[%$]/g, "$&$&");
  if (!/[\s"'\\;]/.test(plain) && isPrintable(plain)) return plain;
  return `"${printableInQuotes(plain.replace(/["\\]/g, "\\$&"))}"`;
}
