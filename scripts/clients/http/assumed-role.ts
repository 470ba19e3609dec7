/** Credentials of a role, for a function whose own role opens nothing. */
import type { HttpHandler } from "@smithy/core/protocols";
import type { boundedCredentials } from "./credentials";

type Credentials = ReturnType<typeof boundedCredentials>;

/** Names the sessions in CloudTrail. */
const SESSION = "sealstack";

/**
 * For `credentialDefaultProvider` of a client, which asks again before a session ends. The client of STS is read by who needs it.
 *
 * @param found what assumes the role
 */
export function assumedRole(found: Credentials, roleArn: string, requestHandler: HttpHandler): Credentials {
  return (init) => {
    const own = found(init);
    return async (properties) => {
      const { getDefaultRoleAssumer } = await import("@aws-sdk/client-sts");
      const assume = getDefaultRoleAssumer({ requestHandler });
      return assume(await own(properties), { RoleArn: roleArn, RoleSessionName: SESSION });
    };
  };
}
