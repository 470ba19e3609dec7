/** Headers that the SDK's middleware makes anew for each request, and that are the same for many. */
import { recursionDetectionMiddleware, userAgentMiddleware } from "@aws-sdk/core/client";
import { HttpRequest } from "@smithy/core/transport";
import { type FinalizeHandler, SMITHY_CONTEXT_KEY } from "@smithy/types";
import type { DirectConfig } from "./config";

/** @returns who asks, as the SDK tells it: what there is to tell of credentials changes with them only. */
export function introductions(config: DirectConfig): (identity: object) => Promise<HttpRequest["headers"]> {
  const known = new WeakMap<object, HttpRequest["headers"]>();
  return async (identity) => {
    const before = known.get(identity);
    if (before !== undefined) return before;
    const request = new HttpRequest({});
    const context: object = { [SMITHY_CONTEXT_KEY]: { selectedHttpAuthScheme: { identity } } };
    const nothing = async () => ({ response: undefined, output: { $metadata: {} } });
    await userAgentMiddleware(config)(nothing, context)({ input: {}, request });
    known.set(identity, request.headers);
    return request.headers;
  };
}

/** Within a function of Lambda, its headers of tracing go on; elsewhere there are none. */
export const tracing = <Output extends object>(
  next: FinalizeHandler<object, Output>,
): FinalizeHandler<object, Output> =>
  process.env.AWS_LAMBDA_FUNCTION_NAME === undefined
    ? next
    : (recursionDetectionMiddleware()(next as never, {}) as never);
