/** Whether the process that made something still runs. */
import { errorCode } from "../errno";
import { type Origin, ownOrigin, statusOf, UNKNOWN_BOOT } from "./own-name";

/** `elsewhere`: in another container, on another host, or nobody can tell. `before`: under another kernel than the one that runs. */
export type Life = "running" | "over" | "before" | "elsewhere";

export function lifeOf(origin: Origin, own: Origin = ownOrigin()): Life {
  if (origin.boot === UNKNOWN_BOOT || own.boot === UNKNOWN_BOOT) return "elsewhere";
  if (origin.boot !== own.boot) return "before";
  if (origin.namespace !== own.namespace) return "elsewhere";
  try {
    const { state, started } = statusOf(origin.pid);
    // A zombie runs no more, and another process may have got the number.
    return started === origin.started && !/[ZX]/.test(state) ? "running" : "over";
  } catch (error) {
    return errorCode(error) === "ENOENT" || errorCode(error) === "ESRCH" ? "over" : "elsewhere";
  }
}
