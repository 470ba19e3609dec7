import { BoundedHandler } from "./bounded-handler";
import { boundedCredentials } from "./credentials";
import type { ReplyLimits } from "./limits";

/** What every client is made with: how it sends, and where its credentials come from. */
export function sending(limits: ReplyLimits) {
  const requestHandler = new BoundedHandler(limits);
  return { requestHandler, credentialDefaultProvider: boundedCredentials(requestHandler) };
}
