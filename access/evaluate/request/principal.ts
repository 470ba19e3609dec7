/** Who somebody is, by ARN. */
import { type Arn, parseArn } from "../../../modules/arn";
import { AccessError } from "../access-error";
import type { Principal } from "../question";

/** Twelve digits, or `undefined` for services, federated callers and those without a signature. */
export function principalAccount(principal: Principal): string | undefined {
  switch (principal.kind) {
    case "user":
      return iamArn(principal.arn, "user/").account;
    case "role":
      return iamArn(principal.arn, "role/").account;
    case "federatedUser":
      return iamArn(principal.userArn, "user/").account;
    case "root":
      return principal.accountId;
    default:
      return undefined;
  }
}

/** The last part of the name, which has no path: sessions do not show one. */
export function friendlyName(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}

/** ARN of a role's session. */
export function sessionArn(roleArn: string, session: string): string {
  const { partition, account } = iamArn(roleArn, "role/");
  return `arn:${partition}:sts::${account}:assumed-role/${friendlyName(roleArn)}/${session}`;
}

function iamArn(text: string, start: string): Arn {
  const arn = parseArn(text);
  if (arn === undefined || arn.service !== "iam" || !arn.resource.startsWith(start))
    throw new AccessError(`'${text}' is no ARN of a ${start.slice(0, -1)}`);
  return arn;
}
