/** Reads the text format of Prometheus: as much of it as the metrics need that are read here. */

export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string | undefined>>;
  readonly value: number;
}

const LINE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)(?: \d+)?$/s;
const LABEL = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/gs;

/** Comments and what is not understood are left out. */
export function metricSamples(text: string): Sample[] {
  return text.split("\n").flatMap((line) => {
    const [, name, labels = "", value = ""] = LINE.exec(line.trimEnd()) ?? [];
    if (name === undefined) return [];
    const pairs = [...labels.matchAll(LABEL)].map(([, label = "", escaped = ""]) => [
      label,
      unescaped(escaped),
    ]);
    return [{ name, labels: Object.fromEntries(pairs) as Record<string, string>, value: Number(value) }];
  });
}

const unescaped = (text: string): string =>
  text.replace(/\\(.)/gs, (_match, character: string) => (character === "n" ? "\n" : character));
