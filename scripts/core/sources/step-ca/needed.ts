import { OperatorError } from "../../../errors";
import type { Archived } from "../archived";
import type { Places } from "./places";
import type { Reference } from "./references";

/** A needed file, with what the archive will hold of it. */
export interface Found extends Reference {
  readonly bytes: Buffer;
}

/**
 * Reads what a CA cannot do without.
 * @throws OperatorError `source` that names all that is missing.
 */
export async function readNeeded(
  stepPath: string,
  references: readonly Reference[],
  archived: Archived,
  places: Places,
): Promise<Found[]> {
  const found: Found[] = [];
  const problems: string[] = [];
  for (const reference of references.filter(({ needed }) => needed)) {
    const { what, path } = reference;
    const place = places.inside(path);
    const member = place === undefined ? undefined : archived.find(place);
    if (place === undefined) problems.push(`the ${what} is not in ${stepPath}: ca.json names ${path}`);
    else if (member?.type !== "file")
      problems.push(
        `the ${what} is not in the backup: ca.json names ${path}, which is missing or was left out`,
      );
    else found.push({ ...reference, bytes: await archived.read(member) });
  }
  const [first, ...more] = problems;
  if (first === undefined) return found;
  throw new OperatorError(
    "source",
    more.length === 0 ? first : `${stepPath} does not hold all that its CA needs:`,
    {
      ...(more.length === 0 ? {} : { details: problems }),
      hint: "copy it below the STEPPATH and name that place in ca.json, or the backup cannot bring the CA back",
    },
  );
}
