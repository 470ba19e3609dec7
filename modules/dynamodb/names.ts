import { text } from "../shape";
import { shown } from "../show-value";
import { KEY_ATTRIBUTE_LENGTH, TABLE_NAME_LENGTH } from "./limits";

/** What is wrong with the name of a table. */
export function tableNameProblem(name: string): string | undefined {
  const [form] = text("table name", name);
  if (form !== undefined) return form;
  const { min, max } = TABLE_NAME_LENGTH;
  if (name.length < min || name.length > max || !/^[A-Za-z0-9_.-]+$/.test(name))
    return `table name must be ${min} to ${max} letters, digits and '_.-', got ${shown(name)}`;
  return undefined;
}

/** What is wrong with the name of an attribute that items are found by: characters that need no placeholder in expressions. */
export function keyAttributeProblem(name: string): string | undefined {
  const [form] = text("attribute name", name);
  if (form !== undefined) return form;
  const { min, max } = KEY_ATTRIBUTE_LENGTH;
  if (name.length < min || name.length > max || !/^[A-Za-z][A-Za-z0-9_]*$/.test(name))
    return `attribute name must be ${min} to ${max} letters, digits and '_', a letter first, got ${shown(name)}`;
  return undefined;
}
