/** Draws results as horizontal bars, by hand: no chart library for a dozen rectangles. */

export interface Bar {
  readonly label: string;
  /** MiB/s; the length of the bars. */
  readonly encrypt: number;
  readonly decrypt: number;
  /** Ours is drawn in another colour. */
  readonly ours: boolean;
}

const WIDTH = 860;
const LABEL = 372;
const ROW = 46;
const BAR = 16;
const TOP = 76;
const VALUE = 90;

const COLOURS = {
  encrypt: { ours: "#0b6e4f", theirs: "#8a94a6" },
  decrypt: { ours: "#5bbf97", theirs: "#c3c9d4" },
} as const;

export function chart(title: string, subtitle: string, bars: readonly Bar[]): string {
  const longest = Math.max(...bars.flatMap(({ encrypt, decrypt }) => [encrypt, decrypt]));
  const scale = (WIDTH - LABEL - VALUE) / longest;
  const rows = bars.map((bar, index) => row(bar, TOP + index * ROW, scale));
  const height = TOP + bars.length * ROW + 12;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" font-family="system-ui, sans-serif" font-size="14">
<rect width="100%" height="100%" fill="#ffffff"/>
<text x="16" y="28" font-size="18" font-weight="600" fill="#1b2330">${escaped(title)}</text>
<text x="16" y="50" fill="#566074">${escaped(subtitle)}</text>
${rows.join("\n")}
</svg>
`;
}

function row({ label, encrypt, decrypt, ours }: Bar, top: number, scale: number): string {
  const weight = ours ? ' font-weight="600"' : "";
  const bars = (["encrypt", "decrypt"] as const).map((what, index) => {
    const speed = { encrypt, decrypt }[what];
    const y = top + index * (BAR + 2);
    const length = Math.max(1, speed * scale).toFixed(1);
    const text = `${Math.round(speed)} ${what}`;
    return `<rect x="${LABEL}" y="${y}" width="${length}" height="${BAR}" fill="${COLOURS[what][ours ? "ours" : "theirs"]}"/>
<text x="${(LABEL + Number(length) + 6).toFixed(1)}" y="${y + 12}" font-size="11" fill="#566074">${text}</text>`;
  });
  return `<text x="${LABEL - 10}" y="${top + BAR + 6}" text-anchor="end" fill="#1b2330"${weight}>${escaped(label)}</text>
${bars.join("\n")}`;
}

const escaped = (text: string): string => text.replace(/&/g, "&amp;").replace(/</g, "&lt;");
