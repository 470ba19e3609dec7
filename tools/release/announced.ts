/** Whether changes say what the API reports show. Pure. */
import type { ApiChange } from "../api/compare";
import type { Change } from "./changes";

/** Breaking changes of the API whose export no marked change names in backticks. */
export function unannounced(
  breaking: readonly ApiChange[],
  changes: readonly Change[],
): readonly ApiChange[] {
  const named = new Set(
    changes
      .filter(({ mark }) => mark !== undefined)
      .flatMap(({ text }) => [...text.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name))
      .flatMap((name) => [name, name.split(/[.(#[]/)[0] ?? name]),
  );
  return breaking.filter(({ name }) => !named.has(name));
}
