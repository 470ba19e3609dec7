import { type Check, textMap } from "./shape";
import { shown } from "./show-value";
import { isToken } from "./tokens";

/** Tags by name. */
export type Tags = Readonly<Record<string, string>>;

/** What every service takes. Source: AWS General Reference, "Tag naming limits and requirements". */
export const TAG_TEXT = /^[\p{L}\p{Z}\p{N}_.:/=+@-]*$/u;
export const TAG_KEY_LENGTH = 128;
export const TAG_VALUE_LENGTH = 256;

/** Tags of one resource, those of the provider's `default_tags` included. Source: the same. */
export const TAG_COUNT = 50;

/** AWS keeps such keys for itself, whatever the case. */
const RESERVED = /^aws:/i;

/** Whether AWS keeps a key for itself. */
export const isReserved = (key: string): boolean => RESERVED.test(key);

/** What is wrong with a tag, beside the types. Tokens pass. */
export function tagProblems(key: string, value: string): readonly string[] {
  const problems: string[] = [];
  const say = (what: string, wanted: string, got: string) =>
    problems.push(`${what} must be ${wanted}, got ${got}`);
  if (!isToken(key)) {
    if (key === "" || [...key].length > TAG_KEY_LENGTH)
      say("a key", `1 to ${TAG_KEY_LENGTH} characters long`, `${[...key].length} in ${shown(key)}`);
    if (!TAG_TEXT.test(key)) say("a key", ALLOWED, shown(key));
    if (isReserved(key))
      problems.push(`a key must not start with 'aws:', which AWS keeps, got ${shown(key)}`);
  }
  if (isToken(value)) return problems;
  if ([...value].length > TAG_VALUE_LENGTH)
    say(
      `the value of ${shown(key)}`,
      `at most ${TAG_VALUE_LENGTH} characters long`,
      String([...value].length),
    );
  if (!TAG_TEXT.test(value)) say(`the value of ${shown(key)}`, ALLOWED, shown(value));
  return problems;
}

const ALLOWED = "letters, digits, spaces and _.:/=+@-";

/** Tags of a resource; a map that only Terraform knows passes. */
export const tagMap: Check = (what, value) => {
  const problems = textMap(what, value);
  if (problems.length > 0 || isToken(value)) return problems;
  const pairs = Object.entries(value as Tags);
  return [
    ...(pairs.length > TAG_COUNT ? [`${what} must be at most ${TAG_COUNT}, got ${pairs.length}`] : []),
    ...pairs.flatMap(([key, text]) => tagProblems(key, text).map((problem) => `${what}: ${problem}`)),
  ];
};

/** Tags of an IAM entity, whose keys differ in more than the case. Source: IAM User Guide, "Tags for AWS Identity and Access Management resources". */
export const iamTagMap: Check = (what, value) => {
  const problems = tagMap(what, value);
  if (problems.length > 0 || isToken(value)) return problems;
  const keys = Object.keys(value as Tags).map((key) => key.toLowerCase());
  const twice = keys.filter((key, index) => keys.indexOf(key) !== index);
  return twice.map(
    (key) => `${what} must differ in more than the case of their keys, got ${shown(key)} twice`,
  );
};

/** The provider's `tags`, left out where there are none. */
export function tagsOf(tags: Tags | undefined): { tags?: Record<string, string> } {
  if (tags === undefined) return {};
  // A copy of a token would be none.
  if (isToken(tags)) return { tags };
  return Object.keys(tags).length === 0 ? {} : { tags: { ...tags } };
}
