import { SNAPSHOT_ACCOUNTS_OUTPUT } from "../../../modules/backup-contract";
import { snapshotName } from "../../core/snapshots/name";
import type { SnapshotKind } from "../../core/snapshots/ports";
import { shareSnapshot } from "../../core/snapshots/share";
import { OperatorError } from "../../errors";
import type { Report } from "../../output/output";
import { notGiven, type Settings } from "../../settings/config";
import type { CommandIo } from "../io";
import { ownRegion, regionOf } from "./regions";

export interface ShareOptions {
  readonly settings: Settings;
  /** Id, identifier or ARN. */
  readonly snapshot: string;
  readonly type: SnapshotKind | undefined;
  /** Digits of accounts. @default - those of the stack */
  readonly accounts: readonly string[];
}

/** Shares a snapshot or AMI with other accounts; with whom it is shared already, it stays shared. */
export async function run(
  { settings, snapshot, type, accounts }: ShareOptions,
  io: CommandIo,
): Promise<Report> {
  const name = snapshotName(snapshot, type);
  const region = regionOf(name, undefined, () => ownRegion(settings));
  const wanted = checkedAccounts(accounts.length > 0 ? accounts : accountsOf(settings));
  const [key] = settings.openKeys;
  const { id, keyArns, added } = await shareSnapshot(
    { name, region, accounts: wanted, keyArn: key?.startsWith("arn:") ? key : undefined },
    await io.services.snapshots(settings),
  );
  const before = wanted.filter((account) => !added.includes(account));
  return {
    data: { type: name.kind, id, region, keyArns, accounts: wanted, added },
    lines: [
      ...(added.length > 0 ? [`shared ${id} with ${added.join(", ")}`] : []),
      ...(before.length > 0 ? [`it was shared with ${before.join(", ")} already`] : []),
      `they copy it with: sealstack snapshot copy ${id}${name.region === undefined && !id.startsWith("arn:") ? ` --source-region ${region}` : ""} --key ARN`,
      `the policy of ${keyArns.join(", ")} has to let them: the preset snapshot-sharing writes it`,
    ],
  };
}

function accountsOf(settings: Settings): readonly string[] {
  const listed = settings.outputs[SNAPSHOT_ACCOUNTS_OUTPUT];
  const found = Array.isArray(listed) ? listed.filter((one) => typeof one === "string") : [];
  if (found.length > 0) return found;
  throw notGiven("account", settings, "give --account, or --outputs FILE of a snapshot-sharing stack");
}

function checkedAccounts(accounts: readonly string[]): readonly string[] {
  const wrong = accounts.find((account) => !/^\d{12}$/.test(account));
  if (wrong === undefined) return [...new Set(accounts)];
  throw new OperatorError("usage", `an account must be twelve digits, got '${wrong}'`, {
    hint: "give the account's number with --account; snapshots are not shared with everybody",
  });
}
