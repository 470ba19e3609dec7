/** Kinds of bad input, made of a configuration that is right. */
import type { Fields, Shape } from "../shape";
import { WRONG } from "../validations/checks";
import { REGION } from "./terraform";

export type Config = Record<string, unknown>;

export type Wrong = (shape: Shape, value: unknown) => unknown;

export const EMPTY_LISTS = "empty lists";

/** Kinds of bad input: what stands in the place of a value, `undefined` for what is left as it is. */
export const KINDS: readonly (readonly [string, Wrong])[] = [
  [
    "out of bounds",
    (shape) =>
      ({ text: WRONG, choice: WRONG, number: "min" in shape ? shape.min - 1 : 0 })[shape.kind as "text"],
  ],
  [
    "empty texts, and numbers too high",
    (shape) => ({ text: "", number: "max" in shape ? shape.max + 1 : 0 })[shape.kind as "text"],
  ],
  [
    "a blank, and fractions",
    (shape, value) =>
      ({ text: `${value} `, number: "min" in shape ? shape.min + 0.5 : 0 })[shape.kind as "text"],
  ],
  ["keys of maps", (shape) => (shape.kind === "map" ? { [WRONG]: "x" } : undefined)],
  [
    "keys of maps that AWS keeps",
    (shape) => (shape.kind === "map" ? { "AWS:team": "x", "aws:team": "x" } : undefined),
  ],
  [
    "keys of maps that differ in their case",
    (shape) => (shape.kind === "map" ? { Team: "x", team: "x" } : undefined),
  ],
  [
    "maps that are too long",
    (shape) =>
      shape.kind === "map"
        ? Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`key${index}`, "x"]))
        : undefined,
  ],
  ["values of maps", (shape) => (shape.kind === "map" ? { x: WRONG } : undefined)],
  [EMPTY_LISTS, (shape) => (shape.kind === "list" ? [] : undefined)],
  [
    "lists that are too long",
    (shape, value) =>
      shape.kind === "list" && shape.max < 100 && Array.isArray(value) && value.length > 0
        ? Array.from({ length: shape.max + 1 }, () => value[0])
        : undefined,
  ],
  [
    "the same text everywhere",
    (shape, value) =>
      shape.kind === "map" && typeof value === "object"
        ? Object.fromEntries(Object.keys(value ?? {}).map((key) => [key, "wsame"]))
        : shape.kind === "text" && shape.accepts("wsame")
          ? "wsame"
          : undefined,
  ],
  ["lists of kinds that are empty", (shape) => (shape.kind === "kinds" ? [] : undefined)],
  ["unknown kinds", (shape) => (shape.kind === "kinds" ? [{ [shape.by]: WRONG }] : undefined)],
  ["aliases, where ARNs are asked for", (shape) => (asksForArn(shape) ? "alias/wrong" : undefined)],
  ["what is in another account", (_, value) => inArn(value, 4, "999999999999")],
  ["what is in another region", (_, value) => inArn(value, 3, "xx-elsewhere-1")],
  // The first of a list: twice the same is another fault.
  [
    "the region of the module",
    (_, value) =>
      Array.isArray(value) && isRegion(value[0])
        ? [REGION, ...value.slice(1)]
        : isRegion(value)
          ? REGION
          : undefined,
  ],
  [
    "twice the same",
    (shape, value) => {
      const [one] = (Array.isArray(value) ? value : []) as readonly unknown[];
      const repeated = shape.kind === "kinds" || (shape.kind === "list" && typeof one === "string");
      return repeated && one !== undefined ? [one, one] : undefined;
    },
  ],
];

const asksForArn = (shape: Shape): boolean =>
  shape.kind === "text" && shape.says(WRONG).some((sentence) => sentence.startsWith("must be the ARN of "));

const isRegion = (value: unknown): boolean =>
  typeof value === "string" && /^[a-z]{2}(-[a-z]+)+-\d$/.test(value);

/** An ARN with another one of its parts, where it says something there. */
function inArn(value: unknown, part: number, other: string): string | undefined {
  if (typeof value !== "string" || !value.startsWith("arn:")) return undefined;
  const parts = value.split(":");
  return parts[part] === "" ? undefined : parts.map((one, index) => (index === part ? other : one)).join(":");
}

export function withWrong(fields: Fields, base: Config, wrong: Wrong): Config {
  const changed = (shape: Shape, value: unknown): unknown => {
    if (value === undefined) return value;
    const bad = wrong(shape, value);
    if (bad !== undefined) return bad;
    if (shape.kind === "object") return changedIn(shape.fields, value as Config);
    if (shape.kind === "list") return (value as readonly unknown[]).map((item) => changed(shape.item, item));
    if (shape.kind === "kinds")
      return (value as readonly Config[]).map((item) => ({
        ...changedIn(shape.of[String(item[shape.by])] ?? {}, item),
        [shape.by]: item[shape.by],
      }));
    return value;
  };
  const changedIn = (inner: Fields, value: Config): Config =>
    Object.fromEntries(
      Object.entries(value).map(([key, item]) => {
        const field = inner[key];
        return [key, field === undefined ? item : changed(field.shape, item)];
      }),
    );
  return { ...changedIn(fields, base), preset: base.preset, region: base.region };
}
