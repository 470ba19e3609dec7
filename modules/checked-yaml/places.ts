/** Where in the text of a YAML document a problem is. */
import { type Document, isMap } from "yaml";
import type { Path } from "./problems";

/** Offset of the key or list item at `path`, or of its nearest parent that is there. */
export function offsetAt(document: Document.Parsed, path: Path): number {
  for (let length = path.length; length > 0; length--) {
    const offset = itemOffset(document, path.slice(0, length));
    if (offset !== undefined) return offset;
  }
  return rangeStart(document.contents) ?? 0;
}

function itemOffset(document: Document.Parsed, path: Path): number | undefined {
  const last = path.at(-1);
  const parentPath = path.slice(0, -1);
  const parent = parentPath.length === 0 ? document.contents : document.getIn(parentPath, true);
  if (!isMap(parent)) return rangeStart(document.getIn(path, true));
  return rangeStart(parent.items.find(({ key }) => String(key) === String(last))?.key);
}

function rangeStart(node: unknown): number | undefined {
  return (node as { readonly range?: readonly number[] } | null | undefined)?.range?.[0];
}
