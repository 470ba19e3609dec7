/**
 * Works on items as they come, at most `limit` at a time; it may depend on the item that was begun last.
 *
 * The first failure, of the work or of where the items come from, calls `stop` and is thrown once everything under way has
 * settled; no new item is begun.
 */
export async function forEachConcurrently<T>(
  items: AsyncIterable<T>,
  limit: number | ((item: T) => number),
  work: (item: T) => Promise<void>,
  stop: () => void,
): Promise<void> {
  const running = new Set<Promise<void>>();
  const failure = deferredFailure();
  const source = items[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await Promise.race([source.next(), failure.promise]);
      if (next.done === true) break;
      const run: Promise<void> = work(next.value)
        .catch(failure.reject)
        .finally(() => running.delete(run));
      running.add(run);
      if (running.size >= (typeof limit === "number" ? limit : limit(next.value)))
        await Promise.race([...running, failure.promise]);
    }
    await Promise.race([Promise.all(running), failure.promise]);
  } catch (error) {
    stop();
    await Promise.all(running);
    throw error;
  }
}

function deferredFailure(): { readonly promise: Promise<never>; readonly reject: (error: unknown) => void } {
  let reject: (error: unknown) => void = () => {};
  const promise = new Promise<never>((_, give) => {
    reject = give;
  });
  promise.catch(() => {}); // it may fail while nobody waits; whoever looks next is told
  return { promise, reject };
}
