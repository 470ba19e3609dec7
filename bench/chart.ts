/** Draws results as horizontal bars, by hand: no chart library for a dozen rectangles. */
import { escaped } from "../scripts/core/access-page/html";

export interface Bar {
  readonly label: string;
  /** MiB/s; the length of the two bars. */
  readonly speeds: readonly [number, number];
  /** Ours is drawn in another colour. */
  readonly ours: boolean;
}

const WIDTH = 860;
const LABEL = 372;
const ROW = 46;
const BAR = 16;
const TOP = 76;
const VALUE = 90;

/** Of the first bar and the second. */
const COLOURS = [
  { ours: "#0b6e4f", theirs: "#8a94a6" },
  { ours: "#5bbf97", theirs: "#c3c9d4" },
] as const;

export interface Words {
  readonly title: string;
  readonly subtitle: string;
  /** What the two bars of a row are, such as `encrypt`. */
  readonly operations: readonly [string, string];
}

export function chart({ title, subtitle, operations }: Words, bars: readonly Bar[]): string {
  const longest = Math.max(...bars.flatMap(({ speeds }) => speeds));
  const scale = (WIDTH - LABEL - VALUE) / longest;
  const rows = bars.map((bar, index) => row(bar, operations, TOP + index * ROW, scale));
  const height = TOP + bars.length * ROW + 12;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" font-family="system-ui, sans-serif" font-size="14">
<rect width="100%" height="100%" fill="#ffffff"/>
<text x="16" y="28" font-size="18" font-weight="600" fill="#1b2330">${escaped(title)}</text>
<text x="16" y="50" fill="#566074">${escaped(subtitle)}</text>
${rows.join("\n")}
</svg>
`;
}

function row(
  { label, speeds, ours }: Bar,
  operations: Words["operations"],
  top: number,
  scale: number,
): string {
  const weight = ours ? ' font-weight="600"' : "";
  const bars = ([0, 1] as const).map((index) => {
    const speed = speeds[index];
    const y = top + index * (BAR + 2);
    const length = Math.max(1, speed * scale).toFixed(1);
    const text = `${Math.round(speed)} ${operations[index]}`;
    return `<rect x="${LABEL}" y="${y}" width="${length}" height="${BAR}" fill="${COLOURS[index][ours ? "ours" : "theirs"]}"/>
<text x="${(LABEL + Number(length) + 6).toFixed(1)}" y="${y + 12}" font-size="11" fill="#566074">${text}</text>`;
  });
  return `<text x="${LABEL - 10}" y="${top + BAR + 6}" text-anchor="end" fill="#1b2330"${weight}>${escaped(label)}</text>
${bars.join("\n")}`;
}
