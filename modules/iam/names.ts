import type { Range } from "../config-error";

/** Source: IAM User Guide, "IAM and AWS STS quotas", names of users, groups, roles and instance profiles. */
const NAME = /^[A-Za-z0-9+=,.@_-]+$/;

/** What is wrong with the name of an IAM entity. */
export function nameProblem(prop: string, name: string, { min, max }: Range): string | undefined {
  if (name.length < min || name.length > max)
    return `${prop} must be ${min} to ${max} characters long, got ${name.length} in '${name}'`;
  if (!NAME.test(name)) return `${prop} must be letters, digits and +=,.@_-, got '${name}'`;
  return undefined;
}
