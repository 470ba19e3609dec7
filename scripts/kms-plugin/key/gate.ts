/** Lets so many go at once; the others wait in line. The SDK's time-outs begin before a request has a connection, so the wait must be ours. */

export type Gate = <T>(signal: AbortSignal, work: () => Promise<T>) => Promise<T>;

export function gate(places: number): Gate {
  let free = places;
  const line: (() => void)[] = [];
  return async (signal, work) => {
    if (free > 0) free--;
    else await new Promise<void>((resolve) => line.push(resolve));
    try {
      signal.throwIfAborted(); // who gave up in line does not ask KMS any more
      return await work();
    } finally {
      const next = line.shift();
      if (next === undefined) free++;
      else next();
    }
  };
}
