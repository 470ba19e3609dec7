import { pages } from "../../clients/replies/pages";

/** What a page of EC2 or RDS lists, and where the next one is: nothing, or an empty text, after the last. */
interface Listed<T> {
  readonly found: readonly T[];
  readonly next: string | undefined;
}

/** What stands on all pages. @throws BadReplyError when they go in a circle. */
export async function allPages<T>(
  ask: (token: string | undefined) => Promise<Listed<T>>,
): Promise<readonly T[]> {
  const all: T[] = [];
  const following = ({ found, next }: Listed<T>) => ({
    more: Boolean(next),
    token: next,
    count: found.length,
  });
  for await (const { found } of pages(ask, following)) all.push(...found);
  return all;
}
