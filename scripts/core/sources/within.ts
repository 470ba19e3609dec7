import { OperatorError } from "../../errors";
import { unreadable } from "../archive/writing/source-error";
import { Directory, type Use } from "../places/directory";

/** Works in a directory that is held, so that nobody can exchange it meanwhile. */
export async function within(
  path: string,
  place: string,
  use: Use,
  work: (held: Directory) => Promise<void>,
): Promise<void> {
  let held: Directory;
  try {
    held = Directory.open(place, use);
  } catch (error) {
    if (!(error instanceof OperatorError)) throw unreadable(path, error);
    throw new OperatorError("source", error.summary, { hint: error.hint, cause: error });
  }
  await work(held).finally(() => held.close());
}
