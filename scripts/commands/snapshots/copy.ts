import { setTimeout } from "node:timers/promises";
import { type Copied, copySnapshot } from "../../core/snapshots/copy";
import { snapshotName } from "../../core/snapshots/name";
import type { SnapshotKind } from "../../core/snapshots/ports";
import { LeftBehindError } from "../../errors";
import type { Report } from "../../output/output";
import type { Settings } from "../../settings/config";
import { checkedRegion } from "../../settings/settings-checks";
import type { CommandIo } from "../io";
import { oneKey } from "../one-key";
import { ownRegion, regionOf } from "./regions";

export interface CopyOptions {
  readonly settings: Settings;
  /** Id, identifier or ARN. */
  readonly snapshot: string;
  readonly type: SnapshotKind | undefined;
  /** @default - that of the ARN, or of the copy */
  readonly sourceRegion: string | undefined;
  /** Name of the copy. @default - made from the source's */
  readonly name: string | undefined;
  /** Seconds to wait. */
  readonly timeout: number;
}

/** Milliseconds between two looks at a copy, which takes minutes to hours. */
const INTERVAL_MS = 5_000;

/** What people are told of how the copy came about. */
const BEGAN: Readonly<Record<Copied["began"], string>> = {
  now: "copied",
  earlier: "waited for the copy that an earlier run began of",
  "finished before": "found the finished copy of",
};

/** Copies a snapshot or AMI under a key of this account and region, waits for it, and looks at its key. */
export async function run(options: CopyOptions, io: CommandIo): Promise<Report> {
  const { settings, snapshot, type, name, timeout } = options;
  const source = snapshotName(snapshot, type);
  const region = ownRegion(settings);
  const given = checkedRegion(options.sourceRegion);
  const said = given === undefined ? undefined : { flag: "--source-region", region: given };
  const sourceRegion = regionOf(source, said, () => region);
  const key = oneKey(settings);
  const started = io.now().getTime();
  const copied = await copySnapshot(
    { source, sourceRegion, region, key, name },
    await io.services.snapshots(settings),
    {
      timeoutMs: timeout * 1000,
      intervalMs: INTERVAL_MS,
      now: () => io.now().getTime(),
      beforeCopy: () => io.signal.throwIfAborted(),
      sleep: (ms) => interruptible(ms, io.signal),
      onStatus: (status) => {
        const seconds = Math.round((io.now().getTime() - started) / 1000);
        io.output.progress(`copying ${snapshot} to ${region}: ${status}, ${seconds} s`);
      },
    },
  );
  const { id, keyArn, began } = copied;
  return {
    data: { type: source.kind, source: copied.source, sourceRegion, id, region, keyArn, began },
    lines: [`${BEGAN[began]} ${copied.source}`, `  copy  ${id} in ${region}`, `  key   ${keyArn}, looked up`],
  };
}

async function interruptible(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await setTimeout(ms, undefined, { signal });
  } catch (cause) {
    throw new LeftBehindError(
      cause,
      "AWS goes on with the copy",
      "run the same command again: it waits for this copy, and begins no other",
    );
  }
}
