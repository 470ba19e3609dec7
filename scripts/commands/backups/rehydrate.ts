import { DEFAULT_DAYS, isReadable, rehydrate } from "../../core/backup/rehydrate";
import type { BackupName } from "../../core/object-key";
import type { ObjectStore, Rehydration, RehydrationRequest } from "../../core/ports";
import { OperatorError } from "../../errors";
import type { Report } from "../../output/output";
import type { CommandIo } from "../io";

/** How an archived backup is to be brought back. */
export interface RehydrateOptions {
  readonly tier: RehydrationRequest["tier"];
  /** @default 7 */
  readonly days: number | undefined;
}

/**
 * Asks S3 to bring a backup back, and says when it is ready.
 * @param target where it is to be restored to.
 * @returns what to tell; `undefined` when it can be restored now.
 * @throws OperatorError `unavailable` when it was to be restored and cannot be yet: that is no success.
 */
export async function broughtBack(
  backup: BackupName,
  { tier, days = DEFAULT_DAYS }: RehydrateOptions,
  { store, target }: { readonly store: ObjectStore; readonly target: string | undefined },
  { signal }: CommandIo,
): Promise<Report | undefined> {
  const found = await rehydrate(backup, { tier, days }, store, signal);
  if (isReadable(found) && target !== undefined) return undefined;
  const { id } = backup;
  if (target !== undefined)
    throw new OperatorError("unavailable", `${id} is not restored yet: ${words(found, tier)}`, {
      hint: "run the same command again then; S3 is not asked twice",
    });
  return {
    data: {
      id,
      readable: isReadable(found),
      state: found.state,
      takes: found.takes ?? null,
      until: found.until?.toISOString() ?? null,
    },
    lines: [`${id}: ${words(found, tier)}`],
  };
}

function words({ state, takes, until }: Rehydration, tier: string): string {
  switch (state) {
    case "there":
      return "it is in no archive, and can be read at once";
    case "asked":
      return `S3 was asked to bring it back (${tier}), which takes ${takes} as a rule`;
    case "on its way":
      return "S3 is bringing it back, as it was asked to before";
    case "back":
      return `it can be read${until === undefined ? "" : ` until ${until.toISOString()}`}`;
  }
}
