/** All ratios in one picture: what is right of the line is faster than the peer. Pure. */
import { escaped } from "../../scripts/core/access-page/html";
import type { Row } from "./rows";

const WIDTH = 860;
const LEFT = 400;
/** Room for the figures, at the right edge. */
const RIGHT = 80;
const ROW = 22;
const BAR = 14;
const TOP = 92;
const GROUP = 30;
/** Times the peer's speed: the ends of the scale, which is logarithmic, so that half and twice are as far from the line. */
const [LEAST, MOST] = [0.4, 12];
const TICKS = [0.5, 1, 2, 4, 8] as const;
const FASTER = "#0b6e4f";
const SLOWER = "#c8661a";
/** Beside what only moves bytes. */
const BESIDE_LIMIT = "#8a94a6";
const INK = "#1b2330";
const PALE = "#566074";

const place = (times: number): number => {
  const within = Math.min(MOST, Math.max(LEAST, times));
  const share = Math.log(within / LEAST) / Math.log(MOST / LEAST);
  return LEFT + share * (WIDTH - LEFT - RIGHT);
};

/** One bar for each row, of the version of Node.js that its bench was given first. */
export function picture(rows: readonly Row[]): string {
  let y = TOP;
  const parts: string[] = [];
  let group: string | undefined;
  for (const row of rows) {
    if (row.group !== group) {
      y += GROUP;
      parts.push(text(16, y - 8, row.group, `font-weight="600" fill="${INK}"`));
      group = row.group;
    }
    parts.push(bar(row, y));
    y += ROW;
  }
  const height = y + 16;
  const grid = TICKS.map((tick) => {
    const x = place(tick).toFixed(1);
    const line = `<line x1="${x}" x2="${x}" y1="${TOP - 6}" y2="${y}" stroke="${tick === 1 ? INK : "#e3e7ee"}"/>`;
    return `${line}\n${text(x, TOP - 12, `${tick}×`, `text-anchor="middle" font-size="12" fill="${PALE}"`)}`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" font-family="system-ui, sans-serif" font-size="13">
<rect width="100%" height="100%" fill="#ffffff"/>
${text(16, 28, "How many times as fast as others", `font-size="18" font-weight="600" fill="${INK}"`)}
${text(16, 50, "Right of the line sealstack is faster, left of it the other. Grey: beside what only moves bytes. The small mark is the aim", `fill="${PALE}"`)}
${grid.join("\n")}
${parts.join("\n")}
</svg>
`;
}

function bar({ work, peer, times, aim, isLimit }: Row, y: number): string {
  const [value = 1] = times.values();
  const [from, to] = value < 1 ? [place(value), place(1)] : [place(1), place(value)];
  const colour = isLimit === true ? BESIDE_LIMIT : value < 1 ? SLOWER : FASTER;
  const name = `<text x="${LEFT - 12}" y="${y + 11}" text-anchor="end" fill="${INK}">${escaped(work)} <tspan fill="${PALE}">/ ${escaped(peer)}</tspan></text>`;
  const width = Math.max(1, to - from).toFixed(1);
  const mark =
    aim === undefined
      ? ""
      : `<rect x="${(place(aim) - 1).toFixed(1)}" y="${y - 2}" width="2" height="${BAR + 4}" fill="${INK}"/>`;
  return `${name}${mark}
<rect x="${from.toFixed(1)}" y="${y}" width="${width}" height="${BAR}" fill="${colour}"/>
${text(WIDTH - 16, y + 11, `${value.toFixed(2)}×`, `text-anchor="end" fill="${INK}"`)}`;
}

const text = (x: number | string, y: number, words: string, attributes: string): string =>
  `<text x="${x}" y="${y}" ${attributes}>${escaped(words)}</text>`;
