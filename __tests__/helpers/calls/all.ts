import * as iam from "../../../modules/iam";
import type { Call } from "./call";
import { IAM_CALLS } from "./iam";

/** What each module exports, and the calls that tests know of it. */
export const MODULES = { iam: { exported: iam, calls: IAM_CALLS } };

export const ALL_CALLS: readonly (readonly [string, Call])[] = Object.values(MODULES)
  .flatMap(({ calls }) => calls)
  .map((call) => [call.name, call]);
