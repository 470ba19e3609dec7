/**
 * Change times (ctime) as witnesses that a file kept still. A program can put a modification time back, and no program a change time;
 * but the kernel's clock for both has steps, and some file systems keep no change time.
 */
import { type BigIntStats, lstatSync, statfsSync } from "node:fs";
import type { SourceCheck } from "../archive/info";
import { quotePath } from "../archive/member";
import { changed, unreadable } from "../archive/writing/source-error";
import { identity, isFresh, outlast } from "../file-identity";

/** File systems that keep no change time, or may not, by the magic number of statfs(2). Source: Linux, fs/fat, fs/exfat, fs/fuse. */
const WITHOUT_CHANGE_TIME: ReadonlyMap<number, string> = new Map([
  [0x4d44, "FAT keeps no"],
  [0x2011bab0, "exFAT keeps no"],
  [0x65735546, "FUSE may keep no"],
]);

interface Seen {
  readonly place: string;
  readonly path: string;
  readonly identity: string;
}

interface Device {
  readonly place: string;
  /** Whether something on it was changed at another time than it was modified. */
  tellsApart: boolean;
}

export class ChangeTimes {
  private readonly fresh: Seen[] = [];
  private readonly devices = new Map<bigint, Device>();
  private newest: Pick<BigIntStats, "ctimeMs"> | undefined;

  /** Takes note of what was just looked at. */
  see(place: string, path: string, stats: BigIntStats): void {
    const { dev, ctimeMs, ctimeNs, mtimeNs } = stats;
    const device = this.devices.get(dev) ?? { place, tellsApart: false };
    this.devices.set(dev, device);
    device.tellsApart ||= ctimeNs !== mtimeNs;
    if (!isFresh(stats)) return;
    if (this.newest === undefined || ctimeMs > this.newest.ctimeMs) this.newest = { ctimeMs };
    this.fresh.push({ place, path, identity: identity(stats) });
  }

  /**
   * Waits until every later change will bear a later time.
   * @throws OperatorError `source` when something changed meanwhile.
   */
  async settle(): Promise<void> {
    if (this.newest === undefined) return;
    await outlast(this.newest);
    for (const seen of this.fresh.splice(0))
      if (identity(look(seen)) !== seen.identity) throw changed(seen.path);
  }

  /** What cannot be noticed, and where. */
  checks(kind: (place: string) => number = (place) => statfsSync(place).type): SourceCheck[] {
    return [...this.devices.values()].flatMap(({ place, tellsApart }) => {
      const words = tellsApart ? undefined : WITHOUT_CHANGE_TIME.get(kind(place));
      if (words === undefined) return [];
      return [
        {
          name: "changes during the backup are noticed",
          result: "not checked",
          detail: `${words} change time: what is rewritten at ${quotePath(place)} and gets its old modification time back goes unnoticed`,
        } as const,
      ];
    });
  }
}

function look({ place, path }: Seen): BigIntStats {
  try {
    return lstatSync(place, { bigint: true });
  } catch (cause) {
    throw unreadable(path, cause);
  }
}
