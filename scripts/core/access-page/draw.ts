/** A graph as a picture: laid out when the page is made, so that the page holds nothing but the picture. */
import { Graph, layout } from "@dagrejs/dagre";
import type { AccessGraph, GraphEdge, GraphNode } from "./graph";
import { type Html, html } from "./html";

const LINE = 16;
/** Between arrows that arrive. */
const PORT = 13;
const PAD = 10;
/** Of the page's letters, on average, in pixels. */
const LETTER = 7;
/** Longer names are cut in the picture, and whole in its tooltip and in the matrix. */
const LONGEST = 38;

interface Point {
  readonly x: number;
  readonly y: number;
}
interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

export function picture(graph: AccessGraph, id: string): Html {
  const g = new Graph({ multigraph: false });
  g.setGraph({ rankdir: "LR", nodesep: 14, ranksep: 46, edgesep: 10, marginx: 8, marginy: 8 });
  const arriving = (id: string) => graph.edges.filter(({ to }) => to === id).length;
  for (const node of graph.nodes) g.setNode(node.id, sizeOf(node, arriving(node.id)));
  for (const { from, to, lines } of graph.edges)
    g.setEdge(from, to, {
      width: widest(lines) * 0.9 + 8,
      height: lines.length * LINE,
      labelpos: "c",
      minlen: 1,
    });
  layout(g);
  const { width = 0, height = 0 } = g.graph() as { width?: number; height?: number };
  const laid = placed(graph, g);
  return html`<svg class="graph" role="img" aria-labelledby="${id}-t ${id}-d" viewBox="0 0 ${Math.ceil(width)} ${Math.ceil(height)}" width="${Math.ceil(width)}" height="${Math.ceil(height)}">
<title id="${id}-t">Who reaches ${graph.title}</title>
<desc id="${id}-d">${sentences(graph).join(" ")}</desc>
${laid.map(([edge, place]) => edgePicture(edge, place))}
${laid.map(([edge, place]) => edgeLabel(edge, place))}
${graph.nodes.map((node) => nodePicture(node, g.node(node.id) as unknown as Box))}
</svg>`;
}

/** The same in words. */
export function sentences({ nodes, edges }: AccessGraph): readonly string[] {
  const name = (id: string) => nodes.find((node) => node.id === id)?.lines.join(", ") ?? id;
  return edges.map(({ from, to, lines }) => `${name(from)}: ${lines.join("; ")} – ${name(to)}.`);
}

/** Tall enough for every arrow to arrive at a place of its own. */
function sizeOf({ lines, kind }: GraphNode, arriving: number): { width: number; height: number } {
  return {
    width: widest(lines.map(cut)) + 2 * PAD + iconWidth(kind),
    height: Math.max(lines.length * LINE + 2 * PAD - 4, arriving * PORT + 6),
  };
}

const iconWidth = (kind: GraphNode["kind"]): number => (kind === "key" || kind === "bucket" ? 24 : 0);

interface Placed {
  readonly points: readonly Point[];
  readonly label: Box;
}

/** Edges leave at the right and arrive at the left, in the order of their labels, so that they do not cross at the ends. */
function placed(graph: AccessGraph, g: Graph): readonly (readonly [GraphEdge, Placed])[] {
  const box = (id: string) => g.node(id) as unknown as Box;
  const laid = graph.edges.map((edge) => {
    const found = g.edge(edge.from, edge.to) as unknown as Box & { readonly points: readonly Point[] };
    return { edge, label: found, inner: found.points.slice(1, -1) };
  });
  const port = (side: "from" | "to", edge: GraphEdge): number => {
    const { y, height } = box(edge[side]);
    const all = laid
      .filter((each) => each.edge[side] === edge[side])
      .sort((one, other) => one.label.y - other.label.y);
    const at = all.findIndex((each) => each.edge === edge);
    return y - height / 2 + (height * (at + 1)) / (all.length + 1);
  };
  return laid.map(({ edge, label, inner }) => {
    const [from, to] = [box(edge.from), box(edge.to)];
    const points = [
      { x: from.x + from.width / 2, y: port("from", edge) },
      ...inner,
      { x: to.x - to.width / 2, y: port("to", edge) },
    ];
    return [edge, { points, label }] as const;
  });
}

const widest = (lines: readonly string[]): number => Math.max(...lines.map(lettersIn)) * LETTER;
/** Capitals, and the widest of the others, take the room of more than one. */
const lettersIn = (line: string): number => line.length + (line.match(/[A-Zmw@%]/g)?.length ?? 0) * 0.4;
const cut = (line: string): string =>
  line.length <= LONGEST ? line : `${line.slice(0, LONGEST / 2 - 1)}…${line.slice(-LONGEST / 2)}`;

function nodePicture({ kind, lines }: GraphNode, { x, y, width, height }: Box): Html {
  const [left, top] = [x - width / 2, y - height / 2];
  const icon = iconWidth(kind);
  const first = y - (lines.length * LINE) / 2 + 12;
  const shown = lines.map(
    (line, at) =>
      html`<text x="${(left + PAD + icon).toFixed(1)}" y="${(first + at * LINE).toFixed(1)}">${cut(line)}</text>`,
  );
  return html`<g class="node ${kind}"><title>${lines.join(", ")}</title><rect x="${left.toFixed(1)}" y="${top.toFixed(1)}" width="${width.toFixed(1)}" height="${height.toFixed(1)}" rx="7"/>${icon > 0 && symbol(kind, left + PAD, y)}${shown}</g>
`;
}

function symbol(kind: GraphNode["kind"], x: number, y: number): Html {
  const at = `translate(${x.toFixed(1)} ${(y - 8).toFixed(1)})`;
  if (kind === "key")
    return html`<path class="icon" transform="${at}" d="M5.5 3a5 5 0 1 0 4.6 7H12v2.5h2.5V10H16V7.5h-5.9A5 5 0 0 0 5.5 3zm0 3a2 2 0 1 1 0 4 2 2 0 0 1 0-4z"/>`;
  return html`<path class="icon" transform="${at}" d="M1 2.5C1 1.1 4.1 0 8 0s7 1.1 7 2.5L13.2 14c-.2 1.1-2.500 2-5.200 2s-5-.900-5.200-2zM8 1.500c-3 0-5 .600-5.400 1C3 3 5 3.500 8 3.500s5-.500 5.400-1c-.400-.400-2.400-1-5.400-1z"/>`;
}

function edgePicture({ power, conditional }: GraphEdge, { points }: Placed): Html {
  const { x, y } = points.at(-1) ?? { x: 0, y: 0 };
  return html`<g class="edge ${power}${conditional && " conditional"}"><path d="${curve(points)}"/><path class="tip" d="M${(x - 0.5).toFixed(1)} ${y.toFixed(1)}l-8 -4v8z"/></g>
`;
}

function edgeLabel({ lines }: GraphEdge, { label: { x, y } }: Placed): Html {
  const top = y - (lines.length * LINE) / 2;
  const [width, height] = [widest(lines) * 0.9 + 8, lines.length * LINE];
  return html`<g class="edge"><rect class="behind" x="${(x - width / 2).toFixed(1)}" y="${top.toFixed(1)}" width="${width.toFixed(1)}" height="${height}"/>${lines.map((line, at) => html`<text x="${x.toFixed(1)}" y="${(top + 12 + at * LINE).toFixed(1)}">${line}</text>`)}</g>
`;
}

/** Through every point, level where it passes them: there labels stand. */
function curve([first, ...rest]: readonly Point[]): string {
  if (first === undefined) return "";
  const at = (x: number, y: number) => `${x.toFixed(1)} ${y.toFixed(1)}`;
  let from = first;
  const parts = rest.map((to) => {
    const half = (to.x - from.x) / 2;
    const part = `C${at(from.x + half, from.y)} ${at(to.x - half, to.y)} ${at(to.x, to.y)}`;
    from = to;
    return part;
  });
  return `M${at(first.x, first.y)}${parts.join("")}`;
}
