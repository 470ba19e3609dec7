/** Statements with one thing taken away or widened: what a test of policies should notice. */

/** As much of a statement as is changed; actions and resources are lists. */
export interface Changeable {
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: unknown;
  readonly Action?: readonly string[];
  readonly Resource?: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** A statement's replacement; `undefined` takes the statement away. */
export interface Change<S extends Changeable = Changeable> {
  readonly what: string;
  readonly statement: S | undefined;
  /** Whether the statement applies to fewer requests now, or to more. */
  readonly applies: "less" | "more";
  /** @default - those of both statements */
  readonly actions?: readonly string[];
}

/** One for each part of a statement. */
export function changesOf<S extends Changeable>(statement: S): readonly Change<S>[] {
  const widened = statement.Effect === "Allow" ? widenings(statement) : [];
  return [
    { what: "gone", statement: undefined, applies: "less" },
    ...shortened(statement),
    ...conditionChanges(statement),
    ...widened,
  ];
}

/** Lists with one item less. */
function shortened<S extends Changeable>(statement: S): readonly Change<S>[] {
  return (["Action", "Resource"] as const).flatMap((element) =>
    withoutEach(statement[element] ?? []).map(({ item, rest }) => ({
      what: `${element} without ${item}`,
      statement: { ...statement, [element]: rest },
      applies: "less",
      ...(element === "Action" ? { actions: [item] } : {}),
    })),
  );
}

function withoutEach(list: readonly string[]) {
  if (list.length < 2) return [];
  return list.map((item) => ({ item, rest: list.filter((other) => other !== item) }));
}

/** Operators whose list forbids each of its values. */
const NEGATED = /Not/;

/** Without each condition, and without each of a condition's values. */
function conditionChanges<S extends Changeable>(statement: S): readonly Change<S>[] {
  const { Condition: conditions = {} } = statement;
  return Object.entries(conditions).flatMap(([operator, values]) =>
    Object.entries(values).flatMap(([key, value]) => {
      const { [key]: _, ...others } = values;
      const set = (replaced: typeof values) => ({
        ...statement,
        Condition: { ...conditions, [operator]: replaced },
      });
      return [
        { what: `without ${operator} ${key}`, statement: set(others), applies: "more" as const },
        ...withoutEach(typeof value === "string" ? [] : value).map(({ item, rest }) => ({
          what: `${operator} ${key} without ${item}`,
          statement: set({ ...others, [key]: rest }),
          applies: NEGATED.test(operator) ? ("more" as const) : ("less" as const),
        })),
      ];
    }),
  );
}

/** For everything and everybody. In a key policy the resource is always everything. */
function widenings<S extends Changeable>(statement: S): readonly Change<S>[] {
  const { Action: actions = [], Resource: resources = [], Principal: principal } = statement;
  const services = [...new Set(actions.map((action) => `${action.split(":")[0]}:*`))];
  return [
    ...(actions.every((action) => action.endsWith("*"))
      ? []
      : [
          {
            what: "for every action",
            statement: { ...statement, Action: services },
            applies: "more" as const,
          },
        ]),
    ...(resources.length === 0 || resources.includes("*")
      ? []
      : [
          {
            what: "for every resource",
            statement: { ...statement, Resource: ["*"] },
            applies: "more" as const,
          },
        ]),
    ...(principal === undefined
      ? []
      : [{ what: "for everybody", statement: { ...statement, Principal: "*" }, applies: "more" as const }]),
  ];
}
