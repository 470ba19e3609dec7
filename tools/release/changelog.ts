/** The text of CHANGELOG.md after a release. Pure. */
import { OperatorError } from "../../scripts/errors";
import { type Change, KINDS } from "./changes";

const UNRELEASED = "## Unreleased";
const WIDTH = 150;

/** Version of the newest release that the text tells of; `undefined` before the first. */
export function lastReleased(changelog: string): string | undefined {
  return /^## (\d+\.\d+\.\d+)(?: |$)/m.exec(changelog)?.[1];
}

/** Lines that stand under "Unreleased": those from before there were files of changes. */
export function unreleasedLines(changelog: string): string {
  const [, after] = changelog.split(`${UNRELEASED}\n`);
  if (after === undefined) throw new OperatorError("usage", `CHANGELOG.md has no heading '${UNRELEASED}'`);
  return after.split(/^## /m)[0]?.trim() ?? "";
}

/** @param date as `2026-01-31` */
export function releasedChangelog(
  changelog: string,
  changes: readonly Change[],
  version: string,
  date: string,
): string {
  const lines = unreleasedLines(changelog);
  const order = [...changes].sort((one, other) => rank(one) - rank(other));
  const body = [lines, ...order.map(entry)].filter((text) => text !== "").join("\n");
  const [before = "", after = ""] = changelog.split(`${UNRELEASED}\n`);
  const older = after.indexOf("\n## ");
  const rest = after.startsWith("## ") ? `\n${after}` : older < 0 ? "" : after.slice(older);
  return `${before}${UNRELEASED}\n\n## ${version} (${date})\n\n${body}\n${rest}`;
}

/** What breaks stands first. */
function rank({ kind, mark }: Change): number {
  return mark === "breaking" ? -1 : KINDS.indexOf(kind);
}

function entry({ kind, mark, text }: Change): string {
  const words = `- ${kind}${mark === "breaking" ? " (breaking)" : ""}: ${text}`.split(" ");
  const lines: string[] = [];
  let line = words.shift() ?? "";
  for (const word of words) {
    if (line.length + 1 + word.length <= WIDTH) line += ` ${word}`;
    else {
      lines.push(line);
      line = `  ${word}`;
    }
  }
  return [...lines, line].join("\n");
}
