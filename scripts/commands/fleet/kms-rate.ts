/** How fast a fleet asks KMS, and where that figure comes from. */
import { kmsCallsOf, type OperationSettings } from "../../core/fleet/operations";
import { fleetRate, kmsQuota } from "../../core/kms-quota";
import { OperatorError } from "../../errors";
import type { Settings } from "../../settings/config";
import type { Fact } from "../format";
import type { CommandIo } from "../io";

export interface KmsRate {
  /** Requests a second, at most. */
  readonly perSecond: number;
  /** `given` by the option; half of the quota that the `account` has; half of AWS's `default`, which the account has not changed; half of an `assumed` default. */
  readonly from: "given" | "account" | "default" | "assumed";
  /** Why the quota was not read, where it is assumed. */
  readonly problem?: string;
}

/**
 * Service Quotas is asked where the figure counts and nobody has given one. Work does not depend on its answer.
 * @returns `undefined` of work that asks KMS nothing
 */
export async function kmsRateOf(
  given: number | undefined,
  work: OperationSettings,
  settings: Settings,
  { services, signal }: Pick<CommandIo, "services" | "signal">,
): Promise<KmsRate | undefined> {
  if (kmsCallsOf(work) === 0) return undefined;
  if (given !== undefined) return { perSecond: given, from: "given" };
  const { region } = settings;
  if (region === undefined)
    return { perSecond: fleetRate(kmsQuota(region)), from: "assumed", problem: "no region is given" };
  try {
    const { perSecond, of } = await services.inspection(settings, signal).quota(region, "symmetric");
    return { perSecond: fleetRate(perSecond), from: of };
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof OperatorError)) throw error;
    const hint =
      error.exit === "accessDenied" ? "; allow servicequotas:GetServiceQuota, or give --kms-rate" : "";
    return {
      perSecond: fleetRate(kmsQuota(region)),
      from: "assumed",
      problem: `${error.summary}${hint}`,
    };
  }
}

const FROM: Readonly<Record<KmsRate["from"], string>> = {
  given: "as --kms-rate says",
  account: "half of the quota that this account has, by Service Quotas",
  default: "half of AWS's default, since this account has no quota of its own, by Service Quotas",
  assumed: "half of AWS's default for the Region, whatever this account has",
};

export const rateFacts = (rate: KmsRate | undefined): readonly Fact[] =>
  rate === undefined
    ? []
    : [
        [
          "KMS rate",
          [
            `${rate.perSecond.toLocaleString("en")} requests a second at most: ${FROM[rate.from]}`,
            ...(rate.problem === undefined ? [] : [`  its quota was not read: ${rate.problem}`]),
          ],
        ],
      ];
