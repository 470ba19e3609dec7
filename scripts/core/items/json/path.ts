/** Names of fields: `name`, `outer.inner`, or a JSON Pointer (RFC 6901) for names that hold dots. Pure. */
import { OperatorError } from "../../../errors";
import { type Container, compact, type Slice, type Structure } from "./structure";

export interface FieldPath {
  /** Names from the outside in. */
  readonly names: readonly string[];
  /** The same as a JSON Pointer, whichever way it was written: what a field is bound to. */
  readonly pointer: string;
}

/** @param flag that it was given with. @throws OperatorError `usage` when it names nothing. */
export function fieldPath(text: string, flag: string): FieldPath {
  const isPointer = text.startsWith("/");
  const names = isPointer ? text.slice(1).split("/").map(unescaped) : text.split(".");
  if (names.includes("") || (isPointer && /~(?![01])/.test(text)))
    throw new OperatorError("usage", `${flag} takes the name of a field, got '${text}'`, {
      hint: "give NAME, OUTER.INNER, or a JSON Pointer such as /NAME for names that hold dots",
    });
  return { names, pointer: names.map((name) => `/${escaped(name)}`).join("") };
}

/** Whether one holds the other, or is it. */
export const overlaps = (one: FieldPath, other: FieldPath): boolean =>
  `${one.pointer}/`.startsWith(`${other.pointer}/`) || `${other.pointer}/`.startsWith(`${one.pointer}/`);

/** @param record that starts there. @returns `undefined` where the record has no such field. */
export function locate({ containers }: Structure, record: Slice, { names }: FieldPath): Slice | undefined {
  let found: Slice | undefined = record;
  for (const name of names) {
    const container: Container | undefined = found === undefined ? undefined : containers.get(found.start);
    found = container?.kind === "object" ? container.members.get(name) : undefined;
  }
  return found;
}

/** What stands there, on one line. */
export const textAt = ({ text }: Structure, { start, end }: Slice): string => compact(text.slice(start, end));

const escaped = (name: string): string => name.replaceAll("~", "~0").replaceAll("/", "~1");
const unescaped = (name: string): string => name.replaceAll("~1", "/").replaceAll("~0", "~");
