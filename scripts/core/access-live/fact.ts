import type { Fact } from "../../../access/live/facts";
import { OperatorError } from "../../errors";

/**
 * @param missing names of failures that say that it is not there; what it is then is `absent`
 * @param told the failure as the operator is told it
 * @throws the failure, unless it says that this cannot be read
 */
export async function fact<T>(
  ask: () => Promise<T>,
  told: (error: unknown) => unknown,
  missing: readonly string[] = [],
): Promise<Fact<T | undefined>> {
  try {
    return { read: await ask() };
  } catch (error) {
    if (missing.includes(String((error as Partial<Error>).name))) return { read: undefined };
    const failure = told(error);
    if (failure instanceof OperatorError && UNREADABLE.includes(failure.exit))
      return { notRead: failure.summary };
    throw failure;
  }
}

/** Refused to who asks, or not possible at all; everything else may be otherwise at the next try. */
const UNREADABLE: readonly OperatorError["exit"][] = ["accessDenied", "refused"];

/** Of what must be there where its owner is. */
export const present = <T>(given: Fact<T | undefined>): Fact<T> =>
  "read" in given && given.read === undefined
    ? { notRead: "it was taken away while it was read" }
    : (given as Fact<T>);
