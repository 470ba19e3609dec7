import { OperatorError } from "../../../errors";

/** @throws OperatorError `source` where it is not UTF-8: what replaces a wrong byte would be sealed in its place. */
export function assertText(bytes: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new OperatorError("source", "it is not UTF-8", { hint: "convert it to UTF-8 first" });
  }
}
