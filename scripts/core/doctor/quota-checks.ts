/** Whether what this account asks of KMS comes near its quota, which every host and every fleet of it shares. */
import { parseArn } from "../../../modules/arn";
import type { KeyState } from "../key-life/ports";
import { fleetRate, kmsQuota, REQUEST_QUOTA, type RequestKind, requestKind } from "../kms-quota";
import { type Check, type Found, look } from "./check";
import { type BusiestMinute, type Inspection, USAGE_HOURS } from "./ports";

/** Of a quota: a minute's average hides seconds that were busier. */
const NEAR_SHARE = 0.8;

/** What a quota is about: one kind of keys in one region. */
interface Counted {
  readonly region: string;
  readonly kind: RequestKind;
  /** Whether a key of it is in a key store of the customer's. */
  readonly inKeyStore: boolean;
}

/** @param keys those that are used; where KMS did not say what one is, it is taken for symmetric, as those are that backups are sealed with. */
export async function quotaChecks(
  inspection: Pick<Inspection, "quota" | "busiestMinute">,
  keys: readonly KeyState[],
  now: Date,
): Promise<readonly Check[]> {
  const checks: Check[] = [];
  for (const counted of countedApart(keys)) {
    const { region, kind } = counted;
    const of = `${kind} requests to KMS in ${region}`;
    let quota = kmsQuota(region, kind);
    checks.push(
      await ask(
        `quota of ${of}`,
        "servicequotas:GetServiceQuota",
        async () => {
          const found = await inspection.quota(region, kind);
          quota = found.perSecond;
          return quotaFound(found, counted);
        },
        `${rate(quota)} unless somebody asked for another; `,
      ),
      await ask(of, "cloudwatch:GetMetricStatistics", async () =>
        usageFound(await inspection.busiestMinute(region, kind, now), quota, counted),
      ),
    );
  }
  return checks;
}

function countedApart(keys: readonly KeyState[]): readonly Counted[] {
  const all = new Map<string, Counted>();
  for (const { arn, spec = "SYMMETRIC_DEFAULT", inKeyStore = false } of keys) {
    const [region, kind] = [parseArn(arn)?.region, requestKind(spec)];
    if (region === undefined || kind === undefined) continue;
    const id = `${region} ${kind}`;
    all.set(id, { region, kind, inKeyStore: inKeyStore || all.get(id)?.inKeyStore === true });
  }
  return [...all.values()];
}

/**
 * A look at what backups do not need to know: that it is not told is no problem of theirs.
 * @param action that it takes
 * @param meanwhile what is known without it
 */
async function ask(name: string, action: string, work: () => Promise<Found>, meanwhile = ""): Promise<Check> {
  let told = false;
  const check = await look("quota", name, async () => {
    const found = await work();
    told = true;
    return found;
  });
  if (told) return check;
  const detail = `${meanwhile}${check.detail}`;
  if (check.result !== "not allowed") return { ...check, detail, result: "unknown" };
  return { ...check, detail, mend: `allow ${action} on *, or ask with credentials that may` };
}

function quotaFound(
  { perSecond, of }: Awaited<ReturnType<Inspection["quota"]>>,
  { inKeyStore }: Counted,
): Found {
  const whose =
    of === "account" ? "what this account has" : "AWS's default, since this account has none of its own";
  const store = inKeyStore ? "; the key's own key store has a lower one, which is not looked at" : "";
  return {
    result: "ok",
    detail: `${rate(perSecond)}, shared by all of the account: ${whose}, by Service Quotas${store}`,
  };
}

function usageFound(busiest: BusiestMinute | undefined, quota: number, { region, kind }: Counted): Found {
  if (busiest === undefined)
    return { result: "unknown", detail: `CloudWatch counted none in the last ${USAGE_HOURS} hours` };
  const { perSecond, at } = busiest;
  const share = `${Math.round((perSecond / quota) * 100)} % of the quota`;
  const detail = `${rate(perSecond)} in the busiest minute of the last ${USAGE_HOURS} hours, at ${at.toISOString()}: ${share}`;
  if (perSecond >= NEAR_SHARE * quota)
    return {
      result: "warning",
      detail: `${detail}; from there on KMS refuses what comes too often, of every host`,
      mend: `find out who asks with \`sealstack audit\`, or ask for more: aws service-quotas request-service-quota-increase --region ${region} --service-code kms --quota-code ${REQUEST_QUOTA[kind].code} --desired-value ${2 * quota}`,
    };
  const fleet = kind === "symmetric" ? fleetRate(quota) : 0;
  if (perSecond + fleet > quota)
    return {
      result: "warning",
      detail: `${detail}; \`sealstack fleet run\` would add up to ${rate(fleet)}, which is more than is left`,
      mend: `give \`sealstack fleet run\` --kms-rate ${Math.floor(quota - perSecond)} at most`,
    };
  return { result: "ok", detail };
}

/** With the figures of a rate that say something. */
const rate = (perSecond: number): string =>
  `${perSecond.toLocaleString("en", { maximumSignificantDigits: 3, roundingPriority: "morePrecision", maximumFractionDigits: 0 })} a second`;
