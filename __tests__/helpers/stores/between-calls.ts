/** Acts between two calls to the file system, where a real attacker would have to be lucky. */
import fs from "node:fs";

type Call = "mkdirSync" | "renameSync" | "linkSync" | "openSync" | "lstatSync" | "readdirSync" | "rmdirSync";

/**
 * Runs `attack` once, before or after the call whose first path matches; which one of those, from 1. Restore mocks afterwards.
 * @returns whether it ran.
 */
export function around(
  when: "before" | "after",
  call: Call,
  path: RegExp,
  attack: (path: string) => void,
  which = 1,
): () => boolean {
  const real = fs[call] as (...args: unknown[]) => unknown;
  let ran = false;
  let calls = 0;
  const acting = (...args: unknown[]): unknown => {
    const first = String(args[0]);
    const now = !ran && path.test(first) && ++calls === which;
    if (now) ran = true;
    if (now && when === "before") attack(first);
    const result = real(...args);
    if (now && when === "after") attack(first);
    return result;
  };
  jest.spyOn(fs, call).mockImplementation(acting as never);
  return () => ran;
}
