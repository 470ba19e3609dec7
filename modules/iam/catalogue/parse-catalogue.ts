/** Reads the tables in `services/`. In patterns, `*` stands for anything and `+` for anything without slash and colon. */
import { matches } from "./patterns";

/** An action of a service. */
export interface CatalogueAction {
  /** As AWS writes it, without the prefix. */
  readonly name: string;
  /** Types of resources that it takes; none where only `*` makes sense. */
  readonly types: readonly ResourceType[];
  /** Patterns of the condition keys that AWS sends with it, besides the global ones. */
  readonly keys: readonly string[];
}

export interface ResourceType {
  readonly name: string;
  /** Pattern of its ARN. */
  readonly arn: string;
}

/** What is known of a condition key. */
export interface ConditionKey {
  readonly multiValued: boolean;
}

/** What is known of a service, or of every service. */
export interface Catalogue {
  /** The actions that a pattern matches, whatever the case. */
  actions(pattern: string): readonly CatalogueAction[];
  key(name: string): ConditionKey | undefined;
  /** Whether AWS has a service of that prefix; only in the global table. */
  hasService(prefix: string): boolean;
}

const WILDCARD = /[*?]/;

/**
 * Each line is a word that tells its kind, and what belongs to it. Lines are read when they are asked for: a program names a few actions, of
 * hundreds.
 */
export function parseCatalogue(text: string): Catalogue {
  const lines = new Map<string, string[]>();
  for (const line of text.trim().split("\n")) {
    const space = line.indexOf(" ");
    const kind = line.slice(0, space);
    const known = lines.get(kind);
    if (known === undefined) lines.set(kind, [line.slice(space + 1)]);
    else known.push(line.slice(space + 1));
  }
  const table = (kind: string) => once(() => byFirstWord(lines.get(kind) ?? []));
  const actions = table("action");
  const types = table("type");
  const lists = table("keys");
  const keys = once(
    () =>
      new Map(
        (lines.get("key") ?? []).map((key) => [key.replace("[]", "").toLowerCase(), key.endsWith("[]")]),
      ),
  );
  const services = once(() => new Set((lines.get("services") ?? []).join(" ").split(" ")));

  return { actions: actionsMatching, key, hasService: (name) => services().has(name) };

  function actionsMatching(pattern: string): readonly CatalogueAction[] {
    if (!WILDCARD.test(pattern)) return [actions().get(pattern.toLowerCase()) ?? []].flat().map(action);
    return [...actions()].filter(([name]) => matches(pattern, name)).map(([, line]) => action(line));
  }

  function action(line: string): CatalogueAction {
    const [name = "", list = "", ...typeNames] = line.split(" ");
    const own = typeNames
      .flatMap((type) => types().get(type.toLowerCase()) ?? [])
      .map((type) => type.split(" "));
    const [, ...sent] = (lists().get(list) ?? "").split(" ");
    return {
      name,
      types: own.map(([type = "", arn = ""]) => ({ name: type, arn })),
      keys: [...sent, ...own.flatMap(([, , ...typeKeys]) => typeKeys)],
    };
  }

  function key(name: string): ConditionKey | undefined {
    const exact = keys().get(name.toLowerCase());
    const multiValued =
      exact ?? [...keys()].find(([pattern]) => WILDCARD.test(pattern) && matches(pattern, name))?.[1];
    return multiValued === undefined ? undefined : { multiValued };
  }
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** Lines by their first word, in lower case. */
function byFirstWord(lines: readonly string[]): ReadonlyMap<string, string> {
  return new Map(lines.map((line) => [(line.split(" ", 1)[0] ?? "").toLowerCase(), line]));
}
