import { printableJson } from "../printable";

/** Structured logs: one JSON object a line. Plaintext, ciphertext and values of an encryption context are never fields. */

export type Level = "debug" | "info" | "warn" | "error";
export type Fields = Readonly<Record<string, string | number | boolean | undefined>>;

export type Log = (level: Level, message: string, fields?: Fields) => void;

/** @param write takes a line without its newline. */
export function jsonLog(write: (line: string) => void, options: { readonly debug: boolean }): Log {
  return (level, message, fields = {}) => {
    if (level === "debug" && !options.debug) return;
    write(printableJson({ time: new Date().toISOString(), level, message, ...fields }));
  };
}
