/** By its description, the symbol under which Node.js keeps how many listeners are no reason to warn; `getMaxListeners` of Node.js 20 fails where there is no limit. */
const LIMIT = "events.maxEventTargetListeners";

/** @returns how many listeners Node.js lets a signal have without writing a warning to stderr; 0 for any number. */
export function listenersWithoutWarning(signal: AbortSignal): unknown {
  const symbol = Object.getOwnPropertySymbols(signal).find(({ description }) => description === LIMIT);
  return symbol && (signal as unknown as Record<symbol, unknown>)[symbol];
}
