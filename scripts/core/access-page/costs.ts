import type { AccessReport } from "../../../access/render/report";
import { OperatorError } from "../../errors";
import { estimate } from "../cost/estimate";
import { synthesesIn } from "../cost/folder";
import { pricing } from "../cost/prices";
import { profileOf } from "../cost/profile/parse";
import type { Costs } from "./page";

/** What synthesized stacks cost before they are used. A stack whose prices are not known has the reason in place of an estimate. */
export async function costsOf({ stacks }: AccessReport, place: string): Promise<Costs> {
  const costs: Record<string, Costs[string]> = {};
  for (const { model } of stacks.filter((each) => each.model.origin === "synthesized"))
    try {
      const all = await synthesesIn(place, undefined);
      const own = all.find(({ stack }) => stack === model.stack) ?? all[0];
      if (own !== undefined) costs[model.stack] = estimate(own, profileOf({}), pricing());
    } catch (cause) {
      if (!(cause instanceof OperatorError)) throw cause;
      costs[model.stack] = cause.summary;
    }
  return costs;
}
