/** What no single tag can say, in HCL, by the sentences of the schemas. */
import { TAG_COUNT } from "../../../modules/tags";
import type { Validation } from "./validation";

const KEYS = "sort(keys(var.tags))";
/** What is told apart by its case alone: every key but the first of those. */
const ALIKE = `[for index, key in ${KEYS} : key if contains([for other in slice(${KEYS}, 0, index) : lower(other)], lower(key))]`;

export const TAG_RULES: readonly Validation[] = [
  {
    condition: `length(var.tags) <= ${TAG_COUNT}`,
    message: `"tags: must be at most ${TAG_COUNT}, got \${length(var.tags)}"`,
  },
  {
    condition: 'alltrue([for key in keys(var.tags) : !startswith(lower(key), "aws:")])',
    message: `"tags: \${join("; ", [for key in keys(var.tags) : "the key must not start with 'aws:', which AWS keeps, got '\${key}'" if startswith(lower(key), "aws:")])}"`,
  },
  {
    condition: `length(${ALIKE}) == 0`,
    message: `"tags: \${join("; ", [for key in ${ALIKE} : "the key must differ from the others in more than its case, got '\${[for other in ${KEYS} : other if lower(other) == lower(key)][0]}' too"])}"`,
  },
];
