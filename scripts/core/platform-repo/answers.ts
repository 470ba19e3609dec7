/** What a platform repo is made of, and how each answer is judged: in the words of `sealstack.yaml`'s own errors. */
import { OperatorError } from "../../errors";
import { ENVIRONMENTS, type EnvironmentName } from "./environments";
import { OFFERED, presetOf } from "./presets";

export interface Answers {
  readonly presets: readonly string[];
  /** Twelve digits each. */
  readonly accounts: Readonly<Record<EnvironmentName, string>>;
  readonly region: string;
  /** `<owner>/<name>` on GitHub. */
  readonly repository: string;
}

/** What is wrong with an answer; nothing where it is right. */
export type Judge = (text: string) => string | undefined;

const REGION = /^[a-z]{2,}(-[a-z]+)+-\d$/;
const REPOSITORY = /^[\w.-]+\/[\w.-]+$/;
const ACCOUNT_ID = /^\d{12}$/;

const got = (text: string): string => (text === "" ? "got nothing" : `got '${text}'`);

export const judgeRegion: Judge = (text) =>
  REGION.test(text) ? undefined : `must be a region such as 'eu-central-1', ${got(text)}`;

export const judgeRepository: Judge = (text) =>
  REPOSITORY.test(text) ? undefined : `must be a repository such as 'owner/name', ${got(text)}`;

/** One account, or one for each environment. */
export const judgeAccounts: Judge = (text) => {
  const accounts = listed(text);
  if (accounts.length < 1 || accounts.length > ENVIRONMENTS.length)
    return `must be one account, or two for ${ENVIRONMENTS.join(" and ")}, ${got(text)}`;
  const wrong = accounts.find((account) => !ACCOUNT_ID.test(account));
  return wrong === undefined ? undefined : `must be twelve digits, ${got(wrong)}`;
};

export const judgePresets: Judge = (text) => {
  const names = listed(text);
  if (names.length === 0) return `must be one or more of ${OFFERED.join(", ")}, ${got(text)}`;
  const wrong = names.find((name) => presetOf(name) === undefined);
  if (wrong !== undefined) return `must be one of ${OFFERED.join(", ")}, ${got(wrong)}`;
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  return twice === undefined ? undefined : `must name each preset once, got '${twice}' again`;
};

/** Parts between commas. */
export function listed(text: string): readonly string[] {
  return text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

export function accountsOf(text: string): Answers["accounts"] {
  const [staging = "", production = staging] = listed(text);
  return { staging, production };
}

/** @throws OperatorError `usage` with every answer that is wrong, by its flag */
export function assertRight(problems: Readonly<Record<string, string | undefined>>): void {
  const wrong = Object.entries(problems).flatMap(([flag, problem]) =>
    problem === undefined ? [] : [`${flag} ${problem}`],
  );
  const [first, ...rest] = wrong;
  if (first === undefined) return;
  if (rest.length === 0) throw new OperatorError("usage", first);
  throw new OperatorError("usage", "the answers cannot be used:", { details: wrong });
}
