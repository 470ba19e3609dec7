import { OperatorError } from "../../errors";
import type { Snapshot, SnapshotPlace } from "./ports";

/** @throws OperatorError `notFound` */
export async function find(place: SnapshotPlace, id: string, region: string): Promise<Snapshot> {
  const found = await place.find(id);
  if (found !== undefined) return found;
  throw new OperatorError("notFound", `there is no ${id} in ${region} that this account can see`, {
    hint: "check the region, the account of the credentials, and whether it is shared with that",
  });
}
