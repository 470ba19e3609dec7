/** Reads the tables in `services/`. In patterns, `*` stands for anything and `+` for anything without slash and colon. */

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

/** What is known of a service, or of every service. */
export interface Catalogue {
  readonly actions: readonly CatalogueAction[];
  /** Condition keys as patterns, with whether each holds several values. */
  readonly keys: ReadonlyMap<string, { readonly multiValued: boolean }>;
  /** Prefixes of all services of AWS; only in the global table. */
  readonly services: ReadonlySet<string>;
}

/** Each line is a word that tells its kind, and what belongs to it. */
export function parseCatalogue(text: string): Catalogue {
  const types = new Map<string, ResourceType & { readonly keys: readonly string[] }>();
  const lists: string[][] = [];
  const keys = new Map<string, { multiValued: boolean }>();
  const services: string[] = [];
  const actions: CatalogueAction[] = [];
  for (const line of text.trim().split("\n")) {
    const [kind, first = "", ...rest] = line.split(" ");
    if (kind === "key") keys.set(first.replace("[]", ""), { multiValued: first.endsWith("[]") });
    else if (kind === "keys") lists[Number(first)] = rest;
    else if (kind === "services") services.push(first, ...rest);
    else if (kind === "type") {
      const [arn = "", ...own] = rest;
      types.set(first, { name: first, arn, keys: own });
    } else if (kind === "action") {
      const [list = "", ...names] = rest;
      const own = names.flatMap((name) => types.get(name) ?? []);
      const sent = [...(lists[Number(list)] ?? []), ...own.flatMap((type) => type.keys)];
      actions.push({ name: first, types: own, keys: sent });
    }
  }
  return { actions, keys, services: new Set(services) };
}
