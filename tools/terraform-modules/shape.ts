/** What a configuration looks like, read from its schema: as much as variables and examples of values are made of. */
import { z } from "zod";
import { problemMessage } from "../../modules/checked-yaml/messages";

/** What the schema has against a value, each in a sentence. */
export type Says = (value: unknown) => readonly string[];

/** A value of a configuration. */
export type Shape =
  | {
      readonly kind: "text";
      readonly accepts: (value: string) => boolean;
      readonly says: Says;
      /** Patterns that it must match, each with its own sentence. */
      readonly patterns: readonly RegExp[];
    }
  | {
      readonly kind: "number";
      readonly min: number;
      readonly max: number;
      readonly only?: readonly number[];
      readonly says: Says;
    }
  | { readonly kind: "flag" }
  | { readonly kind: "choice"; readonly values: readonly string[]; readonly says: Says }
  | {
      readonly kind: "map";
      /** Both are texts. */
      readonly keys: Shape;
      readonly values: Shape;
    }
  | {
      readonly kind: "list";
      readonly item: Shape;
      readonly min: number;
      readonly max: number;
      readonly says: Says;
    }
  /** A list of which each kind may stand once, told by a key of each. */
  | {
      readonly kind: "kinds";
      readonly by: string;
      readonly of: Readonly<Record<string, Fields>>;
      readonly says: Says;
    }
  | { readonly kind: "object"; readonly fields: Fields };

export type Fields = Readonly<Record<string, Field>>;

/** A key of an object. */
export interface Field {
  readonly shape: Shape;
  readonly description: string;
  /** Whether it may be left out: with a default, or with nothing in its place. */
  readonly optional: boolean;
  /** As the schema fills it in. */
  readonly fallback?: unknown;
  readonly schema: z.ZodType;
}

interface Def {
  readonly type: string;
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly innerType?: z.ZodType;
  readonly element?: z.ZodType;
  readonly keyType?: z.ZodType;
  readonly valueType?: z.ZodType;
  readonly options?: readonly z.ZodType[];
  readonly discriminator?: string;
  readonly entries?: Readonly<Record<string, string>>;
  readonly values?: readonly (string | number)[];
  readonly defaultValue?: unknown;
  readonly checks?: readonly { readonly _zod: { readonly def: Bound } }[];
}

interface Bound {
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: RegExp;
}

const defOf = (schema: z.ZodType): Def =>
  (schema as unknown as { readonly _zod: { readonly def: Def } })._zod.def;

const metaOf = (
  schema: z.ZodType,
): { readonly description?: string | undefined; readonly minimum?: number; readonly maximum?: number } =>
  z.globalRegistry.get(schema) ?? {};

/** @throws Error for a kind of schema that no preset has had yet. */
export function fieldsOf(schema: z.ZodType): Fields {
  return Object.fromEntries(
    Object.entries(defOf(schema).shape ?? {}).map(([name, field]) => [name, fieldOf(field)]),
  );
}

function fieldOf(schema: z.ZodType): Field {
  const def = defOf(schema);
  const description = metaOf(schema).description ?? "";
  if (def.type !== "optional" && def.type !== "default" && def.type !== "prefault")
    return { shape: shapeOf(schema), description, optional: false, schema };
  const inner = fieldOf(def.innerType as z.ZodType);
  const fallback = schema.safeParse(undefined).data;
  return {
    ...inner,
    description: description || inner.description,
    optional: true,
    ...(fallback === undefined ? {} : { fallback }),
    schema,
  };
}

const saysOf =
  (schema: z.ZodType): Says =>
  (value) =>
    schema.safeParse(value, { error: problemMessage }).error?.issues.map(({ message }) => message) ?? [];

function shapeOf(schema: z.ZodType): Shape {
  const def = defOf(schema);
  const says = saysOf(schema);
  switch (def.type) {
    case "string":
      return {
        kind: "text",
        accepts: (value) => schema.safeParse(value).success,
        says,
        patterns: (def.checks ?? []).flatMap(({ _zod }) => _zod.def.pattern ?? []),
      };
    case "number": {
      const { minimum = 0, maximum = Number.MAX_SAFE_INTEGER } = metaOf(schema);
      return { kind: "number", min: minimum, max: maximum, says };
    }
    case "boolean":
      return { kind: "flag" };
    case "enum":
      return { kind: "choice", values: Object.values(def.entries ?? {}), says };
    case "literal":
      return literal(def.values ?? [], says);
    case "record":
      return {
        kind: "map",
        keys: shapeOf(def.keyType as z.ZodType),
        values: shapeOf(def.valueType as z.ZodType),
      };
    case "array":
      return listOf(def, says);
    case "object":
      return { kind: "object", fields: fieldsOf(schema) };
    default:
      throw new Error(`no shape for a schema of type '${def.type}'`);
  }
}

function literal(values: readonly (string | number)[], says: Says): Shape {
  const numbers = values.filter((value) => typeof value === "number");
  if (numbers.length < values.length) return { kind: "choice", values: values.map(String), says };
  return { kind: "number", min: Math.min(...numbers), max: Math.max(...numbers), only: numbers, says };
}

function listOf({ element, checks = [] }: Def, says: Says): Shape {
  const item = element as z.ZodType;
  const { type, options = [], discriminator } = defOf(item);
  if (type === "union" && discriminator !== undefined) {
    const kinds = options.map((option) => {
      const { [discriminator]: tag, ...fields } = fieldsOf(option);
      const [name = ""] = tag?.shape.kind === "choice" ? tag.shape.values : [];
      return [name, fields] as const;
    });
    return { kind: "kinds", by: discriminator, of: Object.fromEntries(kinds), says };
  }
  const bounds = checks.map(({ _zod }) => _zod.def);
  const min = Math.max(0, ...bounds.flatMap(({ minimum }) => minimum ?? []));
  const max = Math.min(100, ...bounds.flatMap(({ maximum }) => maximum ?? []));
  return { kind: "list", item: shapeOf(item), min, max, says };
}
