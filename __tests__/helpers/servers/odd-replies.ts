/** Replies of S3 that are not what was asked for, to whatever a store asks. */
import type { ObjectStore } from "../../../scripts/core/ports";
import { s3Store } from "../../../scripts/core/store";
import { useTestCredentials } from "../test-credentials";
import { type S3Endpoint, type S3Reply, type S3Request, s3Endpoint } from "./s3-endpoint";

export type Change = (reply: S3Reply, request: S3Request) => S3Reply;

/** Changes the text of a reply. */
export const text =
  (from: string | RegExp, to: string): Change =>
  (reply) => {
    const body = String(reply.body).replace(from, to);
    if (body === String(reply.body)) throw new Error(`nothing to change: ${from} in ${body}`);
    return { ...reply, body };
  };
/** Changes headers of a reply; takes away those that are `undefined`. */
export const headers =
  (changed: Readonly<Record<string, string | undefined>>): Change =>
  (reply) => ({
    ...reply,
    headers: Object.fromEntries(
      Object.entries({ ...reply.headers, ...changed }).filter(
        (entry): entry is [string, string] => entry[1] !== undefined,
      ),
    ),
  });
export const instead =
  (status: number, body: string, more: Record<string, string> = {}): Change =>
  () => ({ status, headers: more, body });
export const html = instead(200, "<html><body>sign in to the network</body></html>", {
  "content-type": "text/html",
});

export const bad = (problem: string) => ({ exit: "badReply", message: expect.stringContaining(problem) });

export interface OddReplies {
  readonly s3: S3Endpoint;
  readonly store: ObjectStore;
  /** Changes replies to one operation, from the `nth` on. */
  change(operation: string, how: Change, nth?: number): void;
}

/** A new server and a store that speaks to it, for each test. */
export function useOddReplies(): () => OddReplies {
  let s3: S3Endpoint;
  let store: ObjectStore;
  useTestCredentials();
  beforeEach(async () => {
    s3 = await s3Endpoint();
    store = s3Store({ bucket: "b", region: "us-east-1", endpoint: s3.url });
  });
  afterEach(() => s3.close());

  const change: OddReplies["change"] = (operation, how, nth = 1) => {
    let count = 0;
    s3.change = (reply, request) =>
      request.operation === operation && ++count >= nth ? how(reply, request) : reply;
  };
  return () => ({ s3, store, change });
}
