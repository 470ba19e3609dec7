/** Waits for what is to happen, with a deadline, and never for a fixed time: a busy machine takes longer. */
import { setTimeout as wait } from "node:timers/promises";

/** Milliseconds between two looks. */
const PAUSE_MS = 20;

/** Waits until `check` holds. */
export async function eventually(check: () => boolean | Promise<boolean>, withinMs = 30_000): Promise<void> {
  for (const end = Date.now() + withinMs; !(await check()); await wait(PAUSE_MS))
    if (Date.now() > end) throw new Error(`did not happen within ${withinMs} ms: ${check}`);
}

/** Looks in which nothing changes before {@link settled} believes it. */
const STILL_LOOKS = 15;

/** The value that stays what it is for some looks; for what goes on by itself and ends without a sign. */
export async function settled(value: () => number, withinMs = 30_000): Promise<number> {
  let last = value();
  let looks = 0;
  await eventually(() => {
    const now = value();
    looks = now === last ? looks + 1 : 0;
    last = now;
    return looks >= STILL_LOOKS;
  }, withinMs);
  return last;
}

/** The first good answer. */
export async function until<T>(
  ask: () => Promise<T>,
  good: (answer: T) => boolean,
  withinMs = 30_000,
): Promise<T> {
  for (const end = Date.now() + withinMs; ; await wait(PAUSE_MS)) {
    const answer = await ask();
    if (good(answer)) return answer;
    if (Date.now() > end) throw new Error(`still ${JSON.stringify(answer)} after ${withinMs} ms`);
  }
}
