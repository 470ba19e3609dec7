import { readFileSync } from "node:fs";
import { join } from "node:path";

const SVG = readFileSync(join(__dirname, "../../docs/images/flow.svg"), "utf8");

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const numbers = (tag: string): Record<string, number> =>
  Object.fromEntries(
    [...tag.matchAll(/ (x|y|width|height)="([\d.]+)"/g)].map(([, name, value]) => [name, Number(value)]),
  );

const boxes = [...SVG.matchAll(/<rect class[^>]*>/g)].map(([tag]) => numbers(tag) as unknown as Box);
const texts = [...SVG.matchAll(/<text class="(title|text)"([^>]*)>([^<]*)</g)].map(
  ([, kind, tag = "", words = ""]) => ({
    words,
    ...(numbers(tag) as { x: number; y: number }),
    // A letter of DejaVu Sans, the widest of the fonts that it may be shown in, as a part of the font's size: measured with this picture.
    width: words.length * (kind === "title" ? 13.5 * 0.6 : 12.5 * 0.53),
  }),
);

/** The smallest box that something stands in. */
function around({ x, y }: { readonly x: number; readonly y: number }): Box | undefined {
  return boxes
    .filter((box) => x > box.x && x < box.x + box.width && y > box.y && y < box.y + box.height)
    .sort((a, b) => a.width * a.height - b.width * b.height)[0];
}

describe("docs/images/flow.svg", () => {
  it("has texts and boxes", () => {
    expect(boxes.length).toBeGreaterThan(9);
    expect(texts.length).toBeGreaterThan(20);
  });

  it.each(texts.map((text) => [text.words, text] as const))("'%s' stays in its box", (_words, text) => {
    const box = around(text);
    expect(box).toBeDefined();
    expect(text.x + text.width).toBeLessThan((box?.x ?? 0) + (box?.width ?? 0) - 4);
  });

  it("is not shown smaller than it is drawn: a page of GitHub is 838 pixels wide", () => {
    expect(Number(/viewBox="0 0 (\d+) /.exec(SVG)?.[1])).toBeLessThanOrEqual(840);
  });
});
