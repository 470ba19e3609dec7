import { dirname } from "node:path";
import { removeStaleLocks } from "../core/lock/host-lock";
import { removeLeftovers } from "../core/places/leftovers";
import type { CommandIo } from "./io";

/** Removes what interrupted runs left where this one will work, and says so. */
export function cleanUp(places: readonly string[], { output }: Pick<CommandIo, "output">): void {
  for (const place of new Set(places)) {
    for (const remark of removeLeftovers(place)) output.warn(remark);
    removeStaleLocks(place);
  }
}

/** Where the temporary file of a target stands. */
export const besides = (target: string): string => dirname(target.replace(/(?<=.)\/+$/, ""));
