/** Configurations to compare with: valid ones, in which every text can be told from every other. */
import type { Fields, Shape } from "./shape";

/** Random numbers below `limit`. */
export type Random = (limit: number) => number;

/** The same numbers for the same seed. Source: Mulberry32, by Tommy Ettinger, in the public domain. */
export function randomFrom(seed: number): Random {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}

const REGIONS = [
  "eu-west-1",
  "eu-west-2",
  "eu-west-3",
  "eu-north-1",
  "us-east-2",
  "us-west-1",
  "us-west-2",
  "ap-south-1",
  "sa-east-1",
  "ca-central-1",
];

/** Texts of the kinds that a schema may ask for; the first that it takes is it, but of ARNs it may take several. */
const TEXTS: readonly ((word: string, random: Random) => string)[] = [
  (word) => word,
  (word) => `alias/${word}`,
  (word) => `${word}/`,
  (word) => `/${word}/`,
  (_, random) => REGIONS[random(REGIONS.length)] ?? "",
  (word) => `/run/${word}.sock`,
  (word) => `${word}@example.com`,
  (word) => `o-${word}${word}`,
  (word) => `o-${word}${word}/*`,
  (word) => `/${word}`,
  (word) => `vpc-${hex(word, 17)}`,
  (word) => `vpce-${hex(word, 17)}`,
  (_, random) => String(100_000_000_000 + random(899_999_999) * 1000 + random(1000)),
  (word) => `https://${word}.example.com/saml`,
];

const ARNS: readonly ((word: string, account: string) => string)[] = [
  (word, account) => `arn:aws:iam::${account}:role/${word}`,
  (word, account) => `arn:aws:iam::${account}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_${word}_*`,
  (word, account) => `arn:aws:iam::${account}:policy/${word}`,
  (word, account) => `arn:aws:iam::${account}:saml-provider/${word}`,
  (word, account) => `arn:aws:kms:eu-central-1:${account}:key/${uuid(word)}`,
  (word) => `arn:aws:s3:::${word}`,
  (word, account) => `arn:aws:sns:eu-central-1:${account}:${word}`,
  (word, account) => `arn:aws:rolesanywhere:eu-central-1:${account}:trust-anchor/${uuid(word)}`,
];

const hex = (word: string, length: number): string =>
  Buffer.from(word).toString("hex").padEnd(length, "0").slice(0, length);

function uuid(word: string): string {
  const digits = hex(word, 32);
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    digits.slice(12, 16),
    digits.slice(16, 20),
    digits.slice(20),
  ].join("-");
}

/** How a configuration is drawn. */
export interface Draw {
  readonly random: Random;
  /** Chance in percent that what is optional is there. */
  readonly chance: number;
}

/**
 * One configuration of these fields.
 *
 * @param fixed what is the same in all
 */
export function draw(
  fields: Fields,
  fixed: Readonly<Record<string, unknown>>,
  how: Draw,
): Record<string, unknown> {
  const config = drawFields(fields, how, Object.keys(fixed));
  return { ...config, ...fixed };
}

function drawFields(fields: Fields, how: Draw, without: readonly string[] = []): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([key, { optional }]) => !without.includes(key) && (!optional || how.random(100) < how.chance))
      .map(([key, { shape }]) => [key, drawValue(shape, how)]),
  );
}

function drawValue(shape: Shape, how: Draw): unknown {
  const { random } = how;
  switch (shape.kind) {
    case "text":
      return textFor(shape.accepts, random);
    case "number": {
      if (shape.only !== undefined) return shape.only[random(shape.only.length)];
      return shape.min + random(Math.min(shape.max - shape.min, 3000) + 1);
    }
    case "flag":
      return random(2) === 0;
    case "choice":
      return shape.values[random(shape.values.length)];
    case "map":
      return Object.fromEntries(Array.from({ length: random(3) }, () => [word(random), word(random)]));
    case "list": {
      const length = shape.min + random(Math.min(shape.max - shape.min, 2) + 1);
      return distinct(Array.from({ length }, () => drawValue(shape.item, how)));
    }
    case "kinds": {
      const kinds = Object.entries(shape.of).filter(() => random(2) === 0);
      const [first] = Object.entries(shape.of);
      return (kinds.length === 0 && first ? [first] : kinds).map(([kind, fields]) => ({
        [shape.by]: kind,
        ...drawFields(fields, how),
      }));
    }
    case "object":
      return drawFields(shape.fields, how);
  }
}

const distinct = (items: readonly unknown[]): unknown[] =>
  items.filter(
    (item, index) => items.findIndex((other) => JSON.stringify(other) === JSON.stringify(item)) === index,
  );

/** Of letters and digits that make no word. */
function word(random: Random): string {
  const letters = "bcdfghjkmnpqrstvwxz";
  const digits = "23456789";
  const pick = (from: string): string => from[random(from.length)] ?? "";
  return `w${[letters, digits, letters, digits, letters, letters].map(pick).join("")}`;
}

export function textFor(accepts: (value: string) => boolean, random: Random): string {
  const own = word(random);
  const text = TEXTS.map((make) => make(own, random)).find(accepts);
  if (text !== undefined) return text;
  const account = String(100_000_000_000 + random(899_999_999) * 1000 + random(1000));
  const arns = ARNS.map((make) => make(own, account)).filter(accepts);
  const arn = arns[random(arns.length)];
  if (arn === undefined) throw new Error("no text that this schema takes is known to configurations.ts");
  return arn;
}
