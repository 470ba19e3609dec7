import type { Spool } from "../core/files/spool";
import { pour, type Streaming, type Surroundings } from "../core/outputs/pour";

/** Writes plaintext where it is gone once it is written, after all of it was authenticated; frees what kept it. */
export async function release(kept: Spool, place: Streaming, surroundings: Surroundings): Promise<void> {
  try {
    await pour(kept.stream(), place, surroundings);
  } finally {
    await kept.dispose();
  }
}
