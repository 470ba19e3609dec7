import { isUtf8 } from "node:buffer";
import { readFile } from "node:fs/promises";
import { OperatorError } from "../../../errors";
import { adviceFor, reasonOf } from "../../../system-codes";

/** As step-ca reads it: bytes, without the white space at their end. Source: smallstep/certificates, commands/app.go. */
export async function readPassword(path: string): Promise<Buffer> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new OperatorError("source", `cannot read the password file ${path}: ${reasonOf(cause)}`, {
      hint: adviceFor(cause, "read"),
      cause,
    });
  });
  // What is not UTF-8 is no text to Go either, and ends with white space of ASCII only.
  return isUtf8(bytes)
    ? Buffer.from(bytes.toString().replace(/(?:(?!\ufeff)[\s\u0085])+$/u, ""))
    : Buffer.from(bytes.toString("latin1").replace(/[\t-\r ]+$/, ""), "latin1");
}
