/** Who reaches a key and the buckets that it encrypts, as nodes and edges. Those who may do the same are one node. */
import { ACTION_ROWS, type Power } from "../../../access/matrix/actions";
import type { Cell } from "../../../access/matrix/judge";
import type { ModelPrincipal, ModelResource, PrincipalGroup } from "../../../access/model/model";
import type { StackAccess } from "../../../access/render/report";
import { shortAction } from "../../../access/render/table";

export interface GraphNode {
  readonly id: string;
  readonly kind: PrincipalGroup | "key" | "bucket";
  readonly lines: readonly string[];
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  /** What may be done, in words. */
  readonly lines: readonly string[];
  /** The gravest of it. */
  readonly power: Power | "encrypts";
  /** Whether each needs its conditions. */
  readonly conditional: boolean;
}

export interface AccessGraph {
  readonly title: string;
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

const WORDS: Readonly<Record<string, string>> = {
  "kms:GenerateDataKey": "seal",
  "kms:Encrypt": "encrypt",
  "kms:Decrypt": "open",
  "kms:ReEncryptFrom": "re-encrypt",
  "s3:ListBucket": "list",
  "s3:GetObject": "read",
  "s3:PutObject": "write",
};
/** From the gravest on. */
const POWERS: readonly Power[] = ["destroy", "manage", "write", "use", "read"];
/** Names in one node; the matrix has all. */
const MOST_NAMES = 6;

/** A graph for each key, with its buckets, and one for each bucket without a key of the stack. */
export function graphsOf(stack: StackAccess): readonly AccessGraph[] {
  const { resources, buckets } = stack.model;
  const of = (kind: ModelResource["kind"]) => resources.filter((each) => each.kind === kind);
  const keyOf = (bucket: ModelResource) => buckets[bucket.arn]?.defaultKey?.arn;
  const keys = of("key");
  const loose = of("bucket").filter((bucket) => !keys.some(({ arn }) => arn === keyOf(bucket)));
  return [
    ...keys.map((key) =>
      graph(
        stack,
        key,
        of("bucket").filter((bucket) => keyOf(bucket) === key.arn),
      ),
    ),
    ...loose.map((bucket) => graph(stack, undefined, [bucket])),
  ];
}

function graph(
  stack: StackAccess,
  key: ModelResource | undefined,
  buckets: readonly ModelResource[],
): AccessGraph {
  const things = [...(key === undefined ? [] : [key]), ...buckets];
  const groups = new Map<string, { people: ModelPrincipal[]; edges: readonly Omit<GraphEdge, "from">[] }>();
  for (const who of stack.model.principals) {
    const edges = things.flatMap((thing) => edgeTo(stack, who, thing));
    if (edges.length === 0) continue;
    const same = JSON.stringify([who.group, edges]);
    const group = groups.get(same) ?? { people: [], edges };
    group.people.push(who);
    groups.set(same, group);
  }
  const people = [...groups.values()].map(({ people, edges }, at) => ({ id: `p${at}`, people, edges }));
  return {
    title: key === undefined ? `bucket ${buckets[0]?.name}` : `key ${key.name}`,
    nodes: [
      ...people.map(({ id, people: all }) => ({ id, kind: all[0]?.group ?? "stack", lines: names(all) })),
      ...things.map(({ id, kind, name }) => ({ id, kind: kind as "key" | "bucket", lines: [name] })),
    ],
    edges: [
      ...people.flatMap(({ id, edges }) => edges.map((edge) => ({ ...edge, from: id }))),
      ...(key === undefined
        ? []
        : buckets.map(({ id }) => ({
            from: key.id,
            to: id,
            lines: ["encrypts"],
            power: "encrypts" as const,
            conditional: false,
          }))),
    ],
  };
}

function names(people: readonly ModelPrincipal[]): readonly string[] {
  const shown = people
    .slice(0, people.length > MOST_NAMES ? MOST_NAMES - 1 : MOST_NAMES)
    .map(({ name }) => name);
  return people.length > shown.length ? [...shown, `and ${people.length - shown.length} more`] : shown;
}

/** Objects count for their bucket. */
function edgeTo(
  stack: StackAccess,
  who: ModelPrincipal,
  thing: ModelResource,
): readonly Omit<GraphEdge, "from">[] {
  const ids = stack.model.resources.filter(({ address }) => address === thing.address).map(({ id }) => id);
  const cells = stack.cells.filter(
    ({ principal, resource, effect }) =>
      principal === who.id && ids.includes(resource) && effect !== "denied",
  );
  if (cells.length === 0) return [];
  const plain = wordsOf(cells.filter(({ effect }) => effect === "allowed"));
  const only = (effect: Cell["effect"]) =>
    wordsOf(cells.filter((cell) => cell.effect === effect)).filter((word) => !plain.includes(word));
  const [conditional, unknown] = [only("conditional"), only("unknown")];
  const powers = new Set(cells.map(({ action }) => powerOf(action)));
  return [
    {
      to: thing.id,
      lines: [
        ...(plain.length === 0 ? [] : [plain.join(", ")]),
        ...(conditional.length === 0 ? [] : [`if: ${conditional.join(", ")}`]),
        ...(unknown.length === 0 ? [] : [`unknown: ${unknown.join(", ")}`]),
      ],
      power: POWERS.find((power) => powers.has(power)) ?? "read",
      conditional: plain.length === 0,
    },
  ];
}

const powerOf = (action: string): Power => ACTION_ROWS.get(action)?.power ?? "read";

function wordsOf(cells: readonly Cell[]): readonly string[] {
  const words = cells.map(({ action }) => {
    const power = powerOf(action);
    return power === "manage" || power === "destroy"
      ? power
      : (WORDS[action] ?? shortAction(action).toLowerCase());
  });
  return [...new Set(words)];
}
