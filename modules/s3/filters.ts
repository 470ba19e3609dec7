/** Which objects a rule or configuration is about, as plain data. */
import { type Check, freeMap, optional, type Shape, text } from "../shape";
import { type Tags, tagProblems } from "../tags";

/** Objects by the start of their keys and by their tags; all of it must match. */
export interface ObjectFilter {
  /** Start of the object keys, such as `etcd/`. @default - every key */
  readonly prefix?: string;
  /** Tags that an object must have. @default - whatever the tags */
  readonly tags?: Tags;
}

/** Tags of an object. Source: S3 User Guide, "Categorizing your objects using tags". */
const OBJECT_TAGS = 10;

/** How many there are decides the form of a filter, so they are known. */
const objectTags: Check = (what, value) => {
  const problems = freeMap(text)(what, value);
  if (problems.length > 0) return problems;
  const pairs = Object.entries(value as Tags);
  return [
    ...(pairs.length > OBJECT_TAGS ? [`${what} must be at most ${OBJECT_TAGS}, got ${pairs.length}`] : []),
    ...pairs.flatMap(([key, one]) => tagProblems(key, one).map((problem) => `${what}: ${problem}`)),
  ];
};

/** What a filter looks like. */
export const OBJECT_FILTER: Shape<ObjectFilter> = { prefix: optional(text), tags: optional(objectTags) };

/** In the provider's shape: one criterion stands alone, several stand in `and`. S3 refuses any other form (`MalformedXML`). */
export interface FilterBlock {
  readonly prefix?: string;
  readonly tag?: { readonly key: string; readonly value: string };
  readonly and?: { readonly prefix?: string; readonly tags?: Record<string, string> };
}

/** The filter of a replication rule; without criteria it is empty and matches every object. */
export function filterBlock({ prefix, tags = {} }: ObjectFilter): FilterBlock {
  const pairs = Object.entries(tags);
  const [first] = pairs;
  if (first === undefined) return prefix === undefined ? {} : { prefix };
  if (pairs.length === 1 && prefix === undefined) return { tag: { key: first[0], value: first[1] } };
  return { and: { ...(prefix === undefined ? {} : { prefix }), tags: { ...tags } } };
}

/** The filter of a metrics, analytics or tiering configuration, which has one form only; none where there are no criteria. */
export function flatFilter(filter: ObjectFilter | undefined): {
  filter?: { prefix?: string; tags?: Record<string, string> };
} {
  const { prefix, tags = {} } = filter ?? {};
  const some = Object.keys(tags).length > 0;
  if (prefix === undefined && !some) return {};
  return { filter: { ...(prefix === undefined ? {} : { prefix }), ...(some ? { tags: { ...tags } } : {}) } };
}
