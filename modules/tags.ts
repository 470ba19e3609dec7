/** Tags by name. */
export type Tags = Readonly<Record<string, string>>;

/** The provider's `tags`, left out where there are none. */
export function tagsOf(tags: Tags | undefined): { tags?: Record<string, string> } {
  return tags === undefined || Object.keys(tags).length === 0 ? {} : { tags: { ...tags } };
}
