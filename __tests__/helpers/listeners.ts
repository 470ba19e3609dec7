/** By its description, the symbol under which Node.js keeps how many listeners are no reason to warn; `getMaxListeners` of Node.js 20 fails where there is no limit. */
const LIMIT = "events.maxEventTargetListeners";

/**
 * @returns how many listeners Node.js lets a signal have without writing a warning to stderr; 0 for any number.
 * @throws Error where this Node.js keeps the number elsewhere.
 */
export function listenersWithoutWarning(signal: AbortSignal): number {
  const symbol = Object.getOwnPropertySymbols(signal).find(({ description }) => description === LIMIT);
  const limit = symbol && (signal as unknown as Record<symbol, unknown>)[symbol];
  if (typeof limit !== "number") throw new Error(`a signal has no ${LIMIT} that is a number`);
  return limit;
}
