/**
 * What cannot be parsed is told without a word of it. The parser's message quotes the text (`JSON.parse` does), and the SDK's error carries
 * the whole reply: a garbled answer to GenerateDataKey would bring pieces of the key to the terminal and into logs.
 */
import type { DeserializeMiddleware, MetadataBearer, Pluggable } from "@smithy/types";
import { OperatorError } from "../../errors";
import { BadReplyError } from "./bad-reply";

/** For the middleware stack of a client: outside of what parses, inside of what tries again. */
export const readableReply: Pluggable<object, MetadataBearer> = {
  applyToStack: (stack) =>
    stack.add(refuseUnreadable, { step: "deserialize", priority: "high", name: "readableReply" }),
};

const refuseUnreadable: DeserializeMiddleware<object, MetadataBearer> = (next) => async (args) => {
  try {
    return await next(args);
  } catch (error) {
    throw isFailure(error) ? error : unreadable(error);
  }
};

/** Whether it is what the service said, or how the connection failed; the rest was thrown by parsing. */
function isFailure(error: unknown): boolean {
  if (!(typeof error === "object" && error !== null)) return false;
  const { name, code, $fault } = error as { name?: unknown; code?: unknown; $fault?: unknown };
  return (
    $fault !== undefined ||
    typeof code === "string" ||
    error instanceof OperatorError ||
    error instanceof BadReplyError ||
    FAILURES.has(String(name))
  );
}

/** Of the SDK's HTTP handler, and of S3 that answers with a failure under status 200. */
const FAILURES: ReadonlySet<string> = new Set(["TimeoutError", "AbortError", "InternalError"]);

/** What a failure said in its own words is left out, and its status told: so load balancers and proxies answer. */
function unreadable(error: unknown): Error {
  const status = (error as { $metadata?: { httpStatusCode?: number } } | undefined)?.$metadata
    ?.httpStatusCode;
  if (status === undefined || status < 300) return new BadReplyError("the reply cannot be read");
  return Object.assign(new Error("UnknownError"), {
    name: "UnknownError",
    $metadata: { httpStatusCode: status },
  });
}
