/** What Service Quotas says of requests to KMS. */
import {
  GetAWSDefaultServiceQuotaCommand,
  GetServiceQuotaCommand,
  type ServiceQuota,
} from "@aws-sdk/client-service-quotas";
import { toOperatorError } from "../../clients/failures/sdk-errors";
import { BadReplyError } from "../../clients/replies/bad-reply";
import { serviceQuotasClient } from "../../clients/services/service-quotas";
import { type ClientSettings, requestOptions } from "../../clients/settings/settings";
import { REQUEST_QUOTA, type RequestKind } from "../kms-quota";
import type { RequestQuota } from "./ports";

/** In the region of the settings. */
export async function kmsQuotaOf(kind: RequestKind, settings: ClientSettings): Promise<RequestQuota> {
  const client = serviceQuotasClient(settings);
  const asked = { ServiceCode: "kms", QuotaCode: REQUEST_QUOTA[kind].code };
  const options = requestOptions(settings);
  try {
    const { Quota: own } = await client
      .send(new GetServiceQuotaCommand(asked), options)
      .catch((error: unknown) => {
        if ((error as Partial<Error> | undefined)?.name !== "NoSuchResourceException") throw error;
        return { Quota: undefined }; // the account never had one of its own
      });
    if (own?.Value !== undefined) return { of: "account", perSecond: perSecond(own) };
    const { Quota: common } = await client.send(new GetAWSDefaultServiceQuotaCommand(asked), options);
    return { of: "default", perSecond: perSecond(common) };
  } catch (error) {
    throw toOperatorError(error, { action: "read the quota of KMS" });
  }
}

/** Seconds in a period, by the API's names. */
const SECONDS: Readonly<Record<string, number>> = { SECOND: 1, MINUTE: 60, HOUR: 3600 };

function perSecond(quota: ServiceQuota | undefined): number {
  const { PeriodValue = 1, PeriodUnit = "SECOND" } = quota?.Period ?? {};
  const rate = Number(quota?.Value) / (PeriodValue * (SECONDS[PeriodUnit] ?? Number.NaN));
  if (rate > 0 && Number.isFinite(rate)) return rate;
  throw new BadReplyError("Service Quotas answered without a rate");
}
