/** Small helpers around AWS SDK calls. */

/** `undefined` instead of an error with one of these names: what was asked for is not there. */
export async function unlessMissing<T>(names: readonly string[], call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof Error && names.includes(error.name)) return undefined;
    throw error;
  }
}

type Tags = Readonly<Record<string, string>>;

/** Which tags have to be set, and which removed, to come from `before` to `after`. */
export function tagChanges(before: Tags, after: Tags): { set: Tags; removed: string[] } {
  const set = Object.fromEntries(Object.entries(after).filter(([key, value]) => before[key] !== value));
  return { set, removed: Object.keys(before).filter((key) => !(key in after)) };
}

/** `[{ Key, Value }]`, as S3 and IAM want tags. */
export function tagList(tags: Tags): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

/** The inverse of {@link tagList}. */
export function fromTagList(
  list: readonly { Key?: string | undefined; Value?: string | undefined }[] | undefined,
): Tags {
  return Object.fromEntries((list ?? []).map(({ Key = "", Value = "" }) => [Key, Value]));
}

/** A value that the service always sends. @throws Error when it does not */
export function present<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`the answer has no ${what}`);
  return value;
}
