import { pipeline } from "node:stream/promises";
import type { Spool } from "../core/files/spool";
import type { CommandIo } from "./io";

/** Writes plaintext to stdout, after all of it was authenticated; frees what kept it. */
export async function release(kept: Spool, { stdout, signal }: CommandIo): Promise<void> {
  try {
    await pipeline(kept.stream(), stdout, { end: false, signal });
  } finally {
    await kept.dispose();
  }
}
