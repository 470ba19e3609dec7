/** Validations of a module's variables, which refuse what the schema refuses, by the same sentences. */
import { STACK_NAME, STACK_NAME_RULE } from "../../../config/schema";
import { randomFrom, textFor } from "../configurations";
import { quoted } from "../hcl";
import type { Field, Fields, Shape } from "../shape";
import { TERRAFORM_ONLY } from "../tofu";
import { isVariable, snakeCase, variableName } from "../variable-names";
import { betweenKeys } from "./between-keys";
import { type Check, matches, TEXT_CHECKS, WRONG } from "./checks";
import { TAG_RULES } from "./tags";
import type { Validation } from "./validation";

/** Where values stand: one, or those of a list. */
interface Place {
  /** As people read it: `bucket.prefixes[*].prefix`. */
  readonly path: string;
  /** An expression: the value, which may be null; or a list of them. */
  readonly at: string;
  readonly many: boolean;
  readonly nullable: boolean;
}

/** Of one variable. @throws Error for a check of the schema that has no twin here */
export function validationsOf(preset: string, variable: string, fields: Fields): readonly Validation[] {
  const own = Object.entries(fields).filter(
    ([key]) => isVariable(key) && variableName(preset, key) === variable,
  );
  return [
    ...(variable === "name" ? [NAME] : []),
    ...own.flatMap(([, field]) => ofField(field, placeOf(variable, field))),
    ...(variable === "tags" ? TAG_RULES : []),
    ...betweenKeys(preset, variable, fields),
  ];
}

/** As the name of a stack, for which names of roles and buckets leave room. */
const NAME: Validation = {
  condition: `can(regex(${quoted(STACK_NAME.source)}, var.name))`,
  message: `"${STACK_NAME_RULE}, got '\${var.name}'"`,
};

const placeOf = (variable: string, { optional, fallback }: Field): Place => ({
  path: variable,
  at: `var.${variable}`,
  many: false,
  nullable: optional && fallback === undefined,
});

function ofField({ shape }: Pick<Field, "shape">, place: Place): readonly Validation[] {
  switch (shape.kind) {
    case "flag":
      return /(^|\.)prevent_destroy$/.test(place.path) ? [protection(place)] : [];
    case "text":
      return textChecks(shape, place.path).map((check) => validation(place, check));
    case "number":
      return [validation(place, numberCheck(shape))];
    case "choice":
      return [validation(place, choiceCheck(shape))];
    case "map":
      return mapChecks(shape, place);
    case "list":
      return [...listChecks(shape, place), ...ofField({ shape: shape.item }, each(place))];
    case "kinds":
      return [...kindsChecks(shape, place), ...kindFields(shape, place)];
    case "object":
      return fieldsAt(shape.fields, place);
  }
}

/** In Terraform a variable cannot say it; the file for OpenTofu has no such validation. */
function protection({ path, at, nullable }: Place): Validation {
  return {
    condition: nullable ? `${at} == null ? true : ${at}` : at,
    message: `"${path}: must be true, got false: ${TERRAFORM_ONLY}, OpenTofu 1.12 does"`,
  };
}

function fieldsAt(fields: Fields, place: Place): readonly Validation[] {
  return Object.entries(fields).flatMap(([key, field]) => ofField(field, below(place, key, field)));
}

/** A field of an object, or of each object of a list. */
function below(place: Place, key: string, { optional, fallback, shape }: Field): Place {
  const name = snakeCase(key);
  const path = `${place.path}.${name}`;
  const absent = optional && fallback === undefined;
  if (!place.many)
    return {
      path,
      at: place.nullable ? `try(${untried(place.at)}.${name}, null)` : `${place.at}.${name}`,
      many: false,
      nullable: place.nullable || absent,
    };
  const of = oneOf(place.at);
  const present = absent ? ` if ${of}.${name} != null` : "";
  const isList = shape.kind === "list" || shape.kind === "kinds";
  const at = `[for ${of} in ${place.at} : ${of}.${name}${present}]`;
  return { path, at: isList ? `flatten(${at})` : at, many: true, nullable: false };
}

const untried = (at: string): string => at.replace(/^try\((.*), null\)$/, "$1");

/** A name for an element that no loop around it has. */
const oneOf = (at: string): string => (at.startsWith("[") || at.startsWith("flatten") ? "other" : "one");

/** The elements of a list. */
const each = (place: Place): Place => ({
  path: `${place.path}[*]`,
  at: place.many ? place.at : listAt(place),
  many: true,
  nullable: false,
});

const listAt = ({ at, nullable }: Place): string => (nullable ? `coalesce(${at}, [])` : at);

function validation({ path, at, many, nullable }: Place, { ok, says, nothing = '""' }: Check): Validation {
  if (!many) {
    // Terraform looks at both sides of `||`, and refuses to look at what is null.
    const value = nullable ? `(${at} == null ? ${nothing} : ${at})` : at;
    return {
      condition: nullable ? `${at} == null ? true : ${ok(at)}` : ok(at),
      message: `"${path}: ${says(value)}"`,
    };
  }
  return {
    condition: `alltrue([for one in ${at} : ${ok("one")}])`,
    message: `"${path}: \${join("; ", [for one in ${at} : "${says("one")}" if !(${ok("one")})])}"`,
  };
}

/** @throws Error for a sentence that has no twin in {@link TEXT_CHECKS} */
function textChecks(shape: Extract<Shape, { kind: "text" }>, path: string): readonly Check[] {
  const checks: Check[] = [];
  for (const sentence of [...shape.says(WRONG), ...shape.says("x".repeat(9000))]) {
    const [, stem = sentence] = /^(.*?),? got /.exec(sentence) ?? [];
    const [, most] = /^must be at most (\d+) characters long/.exec(sentence) ?? [];
    const twin = TEXT_CHECKS[stem];
    const pattern = shape.patterns.find((one) => !one.test(WRONG));
    if (most !== undefined)
      checks.push({
        ok: (value) => `length(${value}) <= ${most}`,
        says: (value) => `must be at most ${most} characters long, got \${length(${value})}`,
      });
    else if (twin !== undefined) checks.push(...twin);
    else if (pattern !== undefined && sentence.includes(WRONG)) checks.push(matches(pattern, stem));
    else if (sentence.includes(WRONG)) throw new Error(`${path}: no twin in HCL for '${stem}'`);
  }
  if (shape.says("").length > 0 && checks.every(({ ok }) => !ok("x").includes("regex")))
    checks.unshift({
      ok: (value) => `length(${value}) >= 1`,
      says: (value) => `must be at least 1 characters long, got \${length(${value})}`,
    });
  return distinct(checks);
}

const distinct = (checks: readonly Check[]): readonly Check[] =>
  checks.filter((check, index) => checks.findIndex(({ ok }) => ok("x") === check.ok("x")) === index);

function numberCheck({ min, max, only, says }: Extract<Shape, { kind: "number" }>): Check {
  const wrong = min - 1;
  const [sentence = ""] = says(wrong);
  const stem = sentence.replace(new RegExp(`got ${wrong}$`), "got ");
  return {
    ok: (value) =>
      only === undefined
        ? `${value} >= ${min} && ${value} <= ${max} && floor(${value}) == ${value}`
        : `contains([${only.join(", ")}], ${value})`,
    says: (value) => `${quoted(stem).slice(1, -1)}\${${value}}`,
    nothing: "0",
  };
}

function choiceCheck({ values, says }: Extract<Shape, { kind: "choice" }>): Check {
  const [sentence = ""] = says(WRONG);
  const stem = sentence
    .replace(new RegExp(`, got '\\${WRONG.replaceAll("?", "\\?")}'$`), "")
    .replace(`, got '${WRONG}'`, "");
  return {
    ok: (value) => `contains([${values.map(quoted).join(", ")}], ${value})`,
    says: (value) => `${quoted(stem).slice(1, -1)}, got '\${${value}}'`,
  };
}

function mapChecks({ keys, values }: Extract<Shape, { kind: "map" }>, place: Place): readonly Validation[] {
  const side = (list: string, shape: Shape, before: string): readonly Validation[] => {
    if (shape.kind !== "text") return [];
    return textChecks(shape, place.path).map(({ ok, says }) =>
      validation({ ...place, at: list, many: true }, { ok, says: (value) => `${before}${says(value)}` }),
    );
  };
  return [...side(`keys(${place.at})`, keys, "the key "), ...side(`values(${place.at})`, values, "")];
}

function listChecks(shape: Extract<Shape, { kind: "list" }>, place: Place): readonly Validation[] {
  const { item, min, max, says } = shape;
  const list = place.many ? place.at : listAt(place);
  const empty = says([]);
  const given = place.nullable && !place.many ? `${place.at} == null ? true : ` : "";
  return [
    ...(min > 0 && empty[0] !== undefined && !place.many
      ? [
          {
            condition: `${given}length(${given === "" ? list : place.at}) >= ${min}`,
            message: quoted(`${place.path}: ${empty[0]}`),
          },
        ]
      : []),
    ...(max < 100 && !place.many
      ? [
          {
            condition: `length(${list}) <= ${max}`,
            message: `"${place.path}: ${tooLong(shape)}, got \${length(${list})}"`,
          },
        ]
      : []),
    ...(place.many ? [] : onceChecks(item, says, place, list)),
  ];
}

/** What is said of a list with one item too many, up to the number. */
function tooLong({ item, max, says }: Extract<Shape, { kind: "list" }>): string {
  const one = sampleOf(item) ?? {};
  const sentence = says(Array.from({ length: max + 1 }, () => one)).find((said) =>
    said.endsWith(`, got ${max + 1}`),
  );
  return quoted(sentence?.slice(0, -`, got ${max + 1}`.length) ?? `must have at most ${max} items`).slice(
    1,
    -1,
  );
}

/** Whether a list takes one text twice, seen by trying. */
function onceChecks(
  item: Shape,
  says: (value: unknown) => readonly string[],
  place: Place,
  list: string,
): readonly Validation[] {
  const one = sampleOf(item);
  if (one === undefined) return [];
  const [sentence] = says([one, one]);
  if (sentence === undefined) return [];
  const twice = `distinct([for index, one in ${list} : one if index(${list}, one) != index])`;
  const said = sentence.includes(`'${one}'`)
    ? `"${place.path}: ${quoted(sentence).slice(1, -1).replace(one, `\${join("', '", ${twice})}`)}"`
    : quoted(`${place.path}: ${sentence}`);
  return [{ condition: `length(distinct(${list})) == length(${list})`, message: said }];
}

function sampleOf(item: Shape): string | undefined {
  if (item.kind === "choice") return item.values[0];
  return item.kind === "text" ? textFor(item.accepts, randomFrom(1)) : undefined;
}

type Kinds = Extract<Shape, { kind: "kinds" }>;

function kindsChecks({ by, of, says }: Kinds, place: Place): readonly Validation[] {
  const list = listAt(place);
  const kinds = Object.keys(of);
  const types = `${list}[*].${by}`;
  const [first = ""] = kinds;
  const [wrong = ""] = says([{ [by]: WRONG }]);
  const [empty = ""] = says([]);
  const again = says([{ [by]: first }, { [by]: first }]).find((sentence) => sentence.endsWith("again")) ?? "";
  const stem = again.slice(0, again.indexOf("got"));
  const repeated = `distinct([for index, one in ${types} : one if index(${types}, one) != index])`;
  return [
    {
      condition: place.nullable
        ? `${place.at} == null ? true : length(${place.at}) >= 1`
        : `length(${list}) >= 1`,
      message: quoted(`${place.path}: ${empty}`),
    },
    validation(
      { ...place, path: `${place.path}[*].${by}`, at: types, many: true },
      {
        ok: (value) => `contains([${kinds.map(quoted).join(", ")}], ${value})`,
        says: (value) => `${quoted(wrong.replace(`got '${WRONG}'`, "")).slice(1, -1)}got '\${${value}}'`,
      },
    ),
    {
      condition: `length(distinct(${types})) == length(${types})`,
      message: `"${place.path}: ${stem}got '\${join("', '", ${repeated})}' again"`,
    },
  ];
}

/** What each kind needs, and what its keys may say. */
function kindFields({ by, of }: Kinds, place: Place): readonly Validation[] {
  const list = listAt(place);
  return Object.entries(of).flatMap(([kind, fields]) =>
    Object.entries(fields).flatMap(([key, field]): readonly Validation[] => {
      const name = snakeCase(key);
      const path = `${place.path}[*].${name}`;
      const missing = field.optional
        ? []
        : [
            {
              condition: `alltrue([for one in ${list} : one.${by} != ${quoted(kind)} || one.${name} != null])`,
              message: quoted(`${path}: is missing`),
            },
          ];
      const at = `[for one in ${list} : one.${name} if one.${name} != null]`;
      const isList = field.shape.kind === "list";
      const [empty] = field.shape.kind === "list" ? field.shape.says([]) : [];
      const filled =
        empty === undefined
          ? []
          : [
              {
                condition: `alltrue([for one in ${list} : one.${name} == null ? true : length(one.${name}) >= 1])`,
                message: quoted(`${path}: ${empty}`),
              },
            ];
      return [
        ...missing,
        ...filled,
        ...ofField(field, { path, at: isList ? `flatten(${at})` : at, many: true, nullable: false }),
      ];
    }),
  );
}
