import { assumedRole } from "./assumed-role";
import { BoundedHandler } from "./bounded-handler";
import { boundedCredentials } from "./credentials";
import type { ReplyLimits } from "./limits";

/** What every client is made with: how it sends, and where its credentials come from. @param roleArn of a role to assume with those that are found */
export function sending(limits: ReplyLimits, roleArn?: string) {
  const requestHandler = new BoundedHandler(limits);
  const found = boundedCredentials(requestHandler);
  return {
    requestHandler,
    credentialDefaultProvider: roleArn === undefined ? found : assumedRole(found, roleArn, requestHandler),
  };
}
