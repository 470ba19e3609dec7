/** Reads what comes in pages, and believes no page that contradicts itself: half of a listing would be taken for all of it. */
import { BadReplyError } from "./bad-reply";

/** What a page says about what follows it. */
export interface Following {
  /** Whether there is more; a page that does not say is none. */
  readonly more: unknown;
  /** Where it is. */
  readonly token: unknown;
}

/** Pages in a row with nothing on them. Each has a new token, so that only their number tells that there is no end. */
const MAX_EMPTY_PAGES = 1_000;

/**
 * @param ask for the first page without a token, for others with that of the page before.
 * @param following what a page says about the next one, and how many things are on it.
 * @throws {@link BadReplyError}, or what `ask` fails with.
 */
export async function* pages<Page>(
  ask: (token: string | undefined) => Promise<Page>,
  following: (page: Page) => Following & { readonly count: number },
): AsyncGenerator<Page> {
  const seen = new Set<string>();
  let token: string | undefined;
  let empty = 0;
  do {
    const page = await ask(token);
    const { count, ...said } = following(page);
    token = next(said);
    if (token !== undefined && seen.has(token))
      throw new BadReplyError("the listing begins again: its pages go in a circle");
    if (token !== undefined) seen.add(token);
    empty = count === 0 ? empty + 1 : 0;
    if (empty >= MAX_EMPTY_PAGES)
      throw new BadReplyError(`the listing has ${empty} empty pages in a row, and no end`);
    yield page;
  } while (token !== undefined);
}

/** Where the next page is; `undefined` after the last. */
function next({ more, token }: Following): string | undefined {
  const given = typeof token === "string" && token !== "" ? token : undefined;
  if (typeof more !== "boolean") throw new BadReplyError("the reply does not say whether there is more");
  if (more && given === undefined)
    throw new BadReplyError("the reply says that there is more, and not where");
  if (!more && given !== undefined)
    throw new BadReplyError("the reply says that there is no more, and yet where the rest is");
  return given;
}
