/** LookupEvents of CloudTrail over HTTP, as its API Reference describes it; LocalStack's community edition has no CloudTrail. */

import { KEY_ARN, type TrailRecord } from "../judging/cloudtrail-records";
import { type Answer, type AnsweringServer, answeringServer } from "./answering-server";

export interface CloudTrailEndpoint extends AnsweringServer {
  /** The history; the newest is answered first. */
  records: TrailRecord[];
  /** Instead of an answer; `undefined` answers. */
  instead: () => Answer | undefined;
  /** What was asked for, in order. */
  lookups(): readonly Lookup[];
}

interface Lookup {
  readonly StartTime: number;
  readonly EndTime: number;
  readonly LookupAttributes: readonly { readonly AttributeKey: string; readonly AttributeValue: string }[];
  readonly NextToken?: string;
}

const PAGE = 50;

export async function cloudTrailEndpoint(): Promise<CloudTrailEndpoint> {
  const server = await answeringServer(({ body }) => endpoint.instead() ?? answer(JSON.parse(body)));
  const answer = ({ LookupAttributes, StartTime, EndTime, NextToken }: Lookup): Answer => {
    const [{ AttributeKey, AttributeValue } = { AttributeKey: "", AttributeValue: "" }] = LookupAttributes;
    const found = endpoint.records
      .filter((record) => {
        const seconds = Date.parse(String(record.eventTime)) / 1000;
        const resources = (record.resources ?? []) as readonly { readonly ARN: string }[];
        return (
          seconds >= StartTime &&
          seconds <= EndTime &&
          (AttributeKey === "EventName"
            ? record.eventName === AttributeValue
            : resources.some(({ ARN }) => ARN === AttributeValue))
        );
      })
      .sort((a, b) => String(b.eventTime).localeCompare(String(a.eventTime)));
    const from = Number(NextToken ?? 0);
    const Events = found.slice(from, from + PAGE).map((record) => ({
      EventId: record.eventID,
      EventName: record.eventName,
      EventSource: record.eventSource,
      EventTime: Date.parse(String(record.eventTime)) / 1000,
      Resources: [{ ResourceType: "AWS::KMS::Key", ResourceName: KEY_ARN }],
      CloudTrailEvent: JSON.stringify(record),
    }));
    return reply({ Events, ...(found.length > from + PAGE && { NextToken: String(from + PAGE) }) });
  };
  const endpoint: CloudTrailEndpoint = {
    ...server,
    records: [],
    instead: () => undefined,
    lookups: () => server.asked.map(({ body }) => JSON.parse(body) as Lookup),
  };
  return endpoint;
}

const reply = (body: object): Answer => ({
  status: 200,
  headers: { "content-type": "application/x-amz-json-1.1" },
  body: JSON.stringify(body),
});
