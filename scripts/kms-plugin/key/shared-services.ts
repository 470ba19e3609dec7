/** One SDK client for keys that are asked in the same way: each client holds some three MiB, connections and credentials of its own. */
import type { KmsService, KmsServiceSettings } from "../../clients/kms-service";
import { lazyService } from "./lazy-service";

/** Gives the service for settings, and closes it with the last key that was given it. */
export type Services = (settings: KmsServiceSettings) => KmsService;

interface Shared {
  readonly service: KmsService;
  /** Keys that were given it, and those that have not closed it. */
  given: number;
  open: number;
}

/**
 * @param keys that share one at most: its connections must suffice for the calls of them all, because the SDK's time-outs begin while a call waits for one
 */
export function sharedServices(keys: number, make: Services = lazyService): Services {
  const known = new Map<string, Shared>();
  return (settings) => {
    const name = JSON.stringify(Object.entries(settings).toSorted());
    let shared = known.get(name);
    if (shared === undefined || shared.given >= keys) {
      shared = { service: make(settings), given: 0, open: 0 };
      known.set(name, shared);
    }
    const mine = shared;
    mine.given += 1;
    mine.open += 1;
    let closed = false;
    return {
      ...mine.service,
      close: () => {
        if (closed) return;
        closed = true;
        mine.open -= 1;
        if (mine.open > 0) return;
        if (known.get(name) === mine) known.delete(name);
        mine.service.close();
      },
    };
  };
}
