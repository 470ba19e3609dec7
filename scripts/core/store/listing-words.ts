/** What a listing says in its own words: the SDK takes everything but `true` for "that was all of it". */
import type { ListObjectsV2Command, ListObjectVersionsCommand } from "@aws-sdk/client-s3";
import type { MiddlewareStack } from "@smithy/types";
import { BadReplyError } from "../../clients/replies/bad-reply";

const WORDS = /<IsTruncated>([^<]*)<\/IsTruncated>/g;

/** Makes a request fail whose reply is no listing, or does not say plainly whether there is more. */
export function strictListing<Listing extends ListObjectsV2Command | ListObjectVersionsCommand>(
  request: Listing,
): Listing {
  const stack = request.middlewareStack as MiddlewareStack<object, object>;
  stack.add(
    (next) => async (args) => {
      const result = await next(args);
      const { statusCode, body } = result.response as { statusCode: number; body: Uint8Array }; // read by our handler
      if (statusCode < 300) assertListing(Buffer.from(body).toString("utf8"));
      return result;
    },
    { step: "deserialize", priority: "low", name: "strictListing" },
  );
  return request;
}

function assertListing(text: string): void {
  if (/^\s*(<\?xml[^>]*>\s*)?<Error[\s>]/.test(text)) return; // which the SDK tells
  const said = [...text.matchAll(WORDS)].map(([, word = ""]) => word);
  if (/^(true|false)$/.test(said.join())) return;
  throw new BadReplyError("the reply does not say whether there is more");
}
