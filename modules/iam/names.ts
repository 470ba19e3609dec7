import { type Range, rangeText } from "../config-error";
import { shown } from "../show-value";
import { DESCRIPTION_LENGTH, PATH_LENGTH } from "./limits";

/** Source: IAM User Guide, "IAM and AWS STS quotas", names of users, groups, roles and instance profiles. */
const NAME = /^[A-Za-z0-9+=,.@_-]+$/;

/** Source: IAM API Reference, `CreateRole`, `Path`. */
const PATH = /^\/([\u0021-\u007E]+\/)?$/;

/** What is wrong with the name of an IAM entity. */
export function nameProblem(prop: string, name: string, { min, max }: Range): string | undefined {
  if (name.length < min || name.length > max)
    return `${prop} must be ${min} to ${max} characters long, got ${name.length} in ${shown(name)}`;
  if (!NAME.test(name)) return `${prop} must be letters, digits and +=,.@_-, got ${shown(name)}`;
  return undefined;
}

/** What is wrong with the path of an IAM entity. */
export function pathProblem(path: string): string | undefined {
  if (PATH.test(path) && path.length <= PATH_LENGTH.max) return undefined;
  return `path must begin and end with a slash and have at most ${PATH_LENGTH.max} characters, got ${shown(path)}`;
}

/** What is wrong with a description. */
export function descriptionProblem({ length }: string): string | undefined {
  if (length <= DESCRIPTION_LENGTH.max) return undefined;
  return `the length of description must be ${rangeText(DESCRIPTION_LENGTH)}, got ${length}`;
}
