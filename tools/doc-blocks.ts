/** Blocks of a page that programs fill: between `<!-- KIND:NAME -->` and `<!-- /KIND -->`. */

/**
 * A page with its blocks of one kind filled in; the same when it is filled twice.
 * @param linesOf what stands in the block of a name; throws for a name that it does not know.
 * @throws Error for a block without an end.
 */
export function filledBlocks(
  kind: string,
  page: string,
  text: string,
  linesOf: (name: string) => readonly string[],
): string {
  const block = new RegExp(`^<!-- ${kind}:([a-z0-9-]+) -->\\n[\\s\\S]*?^<!-- /${kind} -->$`, "gm");
  const result = text.replace(block, (_, name: string) =>
    [`<!-- ${kind}:${name} -->`, "", ...linesOf(name), "", `<!-- /${kind} -->`].join("\n"),
  );
  const ends = (pattern: string): number => result.match(new RegExp(pattern, "gm"))?.length ?? 0;
  if (ends(`^<!-- ${kind}:`) !== ends(`^<!-- /${kind} -->$`))
    throw new Error(`${page}: a ${kind} block has no end`);
  return result;
}
