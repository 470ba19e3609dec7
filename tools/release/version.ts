/** Which version a release gets. Pure. */
import { OperatorError } from "../../scripts/errors";
import type { Change } from "./changes";

const VERSION = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/;

/**
 * Semantic versioning by the kinds of changes. From 1.0.0: major for what breaks, minor for enhancements, else patch. Before: minor for what
 * breaks, else patch, so that the range `^0.x.y` of users never takes in what breaks them.
 */
export function nextVersion(current: string, changes: readonly Pick<Change, "kind" | "mark">[]): string {
  const [major, minor, patch] = parts(current);
  const breaks = changes.some(({ mark }) => mark === "breaking");
  const adds = changes.some(({ kind }) => kind !== "Bugfix");
  if (major === 0) return breaks ? `0.${minor + 1}.0` : `0.${minor}.${patch + 1}`;
  if (breaks) return `${major + 1}.0.0`;
  return adds ? `${major}.${minor + 1}.0` : `${major}.${minor}.${patch + 1}`;
}

/** A version that somebody asks for. @throws {OperatorError} when it is none, or promises more than the changes keep */
export function askedVersion(asked: string, current: string, least: string): string {
  const isLower = (one: string, other: string) => {
    const [a, b] = [parts(one), parts(other)];
    const at = a.findIndex((part, index) => part !== b[index]);
    return at >= 0 && (a[at] ?? 0) < (b[at] ?? 0);
  };
  if (isLower(asked, least))
    throw new OperatorError(
      "usage",
      `version '${asked}' is too low: '${current}' with these changes becomes at least '${least}'`,
    );
  return asked;
}

function parts(version: string): readonly [number, number, number] {
  const [, ...found] = VERSION.exec(version) ?? [];
  if (found.length !== 3)
    throw new OperatorError("usage", `'${version}' is no version of three numbers, such as '0.2.0'`);
  const [major = 0, minor = 0, patch = 0] = found.map(Number);
  return [major, minor, patch];
}
