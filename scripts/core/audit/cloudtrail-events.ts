/** The port over CloudTrail itself. */
import { setTimeout as sleep } from "node:timers/promises";
import { LookupEventsCommand } from "@aws-sdk/client-cloudtrail";
import { parseArn } from "../../../modules/arn";
import { toOperatorError } from "../../clients/failures/sdk-errors";
import { pages } from "../../clients/replies/pages";
import { cloudtrailClient } from "../../clients/services/cloudtrail";
import { type ClientSettings, requestOptions } from "../../clients/settings/settings";
import { keyEvent } from "./cloudtrail-record";
import type { KeyEvents } from "./ports";

/** Milliseconds from one request to the next. Source: CloudTrail API Reference, LookupEvents: two a second, of an account in a region. */
const BETWEEN_REQUESTS_MS = 550;

/**
 * In the region of the key, where its events are.
 * @param betweenMs from one request to the next.
 */
export function cloudtrailEvents(
  keyArn: string,
  settings: ClientSettings,
  betweenMs = BETWEEN_REQUESTS_MS,
): KeyEvents {
  const client = cloudtrailClient({ ...settings, region: parseArn(keyArn)?.region ?? settings.region });
  let free = 0;
  const turn = async (signal: AbortSignal): Promise<void> => {
    const wait = free - performance.now();
    if (wait > 0) await sleep(wait, undefined, { signal });
    free = performance.now() + betweenMs;
  };
  return {
    lookUp: async function* ({ attribute, value }, { from, to }, signal) {
      const ask = async (NextToken: string | undefined) => {
        await turn(signal);
        const command = new LookupEventsCommand({
          LookupAttributes: [{ AttributeKey: attribute, AttributeValue: value }],
          StartTime: from,
          EndTime: to,
          NextToken,
        });
        const reply = await client.send(command, requestOptions({ ...settings, signal }));
        const events = (reply.Events ?? []).map(({ CloudTrailEvent }) => keyEvent(CloudTrailEvent));
        return { events, token: reply.NextToken };
      };
      try {
        for await (const { events, token } of pages(ask, (page) => ({
          more: page.token !== undefined,
          token: page.token,
          count: page.events.length,
        })))
          yield { events, more: token !== undefined };
      } catch (error) {
        throw toOperatorError(error, { action: `look up events of ${value} in CloudTrail` });
      }
    },
  };
}
