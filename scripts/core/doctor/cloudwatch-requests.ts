/** How many requests to KMS CloudWatch counted. */
import { GetMetricStatisticsCommand } from "@aws-sdk/client-cloudwatch";
import { toOperatorError } from "../../clients/failures/sdk-errors";
import { BadReplyError } from "../../clients/replies/bad-reply";
import { cloudwatchClient } from "../../clients/services/cloudwatch";
import { type ClientSettings, requestOptions } from "../../clients/settings/settings";
import { REQUEST_QUOTA, type RequestKind } from "../kms-quota";
import { type BusiestMinute, USAGE_HOURS } from "./ports";

/** Seconds that CloudWatch counts in, as finely as it has this metric. A day of them is what one reply may have (1,440). */
const PERIOD_SECONDS = 60;

/** In the region of the settings. */
export async function busiestMinuteOf(
  kind: RequestKind,
  now: Date,
  settings: ClientSettings,
): Promise<BusiestMinute | undefined> {
  const command = new GetMetricStatisticsCommand({
    Namespace: "AWS/Usage",
    MetricName: "CallCount",
    Dimensions: Object.entries({
      Service: "KMS",
      Type: "API",
      Class: "None",
      Resource: REQUEST_QUOTA[kind].usage,
    }).map(([Name, Value]) => ({ Name, Value })),
    StartTime: new Date(now.getTime() - USAGE_HOURS * 3_600_000),
    EndTime: now,
    Period: PERIOD_SECONDS,
    Statistics: ["Sum"],
  });
  try {
    const { Datapoints = [] } = await cloudwatchClient(settings).send(command, requestOptions(settings));
    const minutes = Datapoints.map(({ Timestamp: at, Sum: sum }) => {
      if (at === undefined || !(Number(sum) >= 0))
        throw new BadReplyError("CloudWatch answered without a count");
      return { at, perSecond: Number(sum) / PERIOD_SECONDS };
    });
    return minutes.toSorted((a, b) => b.perSecond - a.perSecond)[0];
  } catch (error) {
    throw toOperatorError(error, { action: "read how many requests KMS got" });
  }
}
