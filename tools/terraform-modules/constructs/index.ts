/** Modules that are constructs alone. */

import { bucket } from "./bucket";
import type { ConstructModule } from "./construct";
import { key } from "./key";
import { multiRegionKey } from "./multi-region-key";
import { replicatedPair } from "./replicated-pair";
import { role } from "./role";
import { trailWithAlerts } from "./trail-with-alerts";

export const CONSTRUCTS = {
  bucket,
  key,
  "multi-region-key": multiRegionKey,
  "replicated-pair": replicatedPair,
  role,
  "trail-with-alerts": trailWithAlerts,
} as const;

export type ConstructName = keyof typeof CONSTRUCTS;

/** The row of a construct, without the exact types of the table. */
export function constructModule(name: string): ConstructModule<object> | undefined {
  return Object.hasOwn(CONSTRUCTS, name)
    ? (CONSTRUCTS[name as ConstructName] as ConstructModule<never> as ConstructModule<object>)
    : undefined;
}
