/** The bucket's own layer of encryption in memory, with locks as a test sets them. */
import type { FleetObject, OuterKeys, OuterLayer } from "../../../scripts/core/fleet/outer-keys";
import type { Unknown, VersionLock } from "../../../scripts/core/retention/ports";
import { OperatorError } from "../../../scripts/errors";

const FREE: VersionLock = { legalHold: false, retention: undefined };

export class MemoryOuterKeys implements OuterKeys {
  /** ARNs by the keys of objects. */
  readonly keys = new Map<string, string>();
  readonly locks = new Map<string, VersionLock>();
  /** Whether the role sees locks. */
  seesLocks = true;
  /** Every update that was made, as `KEY VERSION`. */
  readonly updates: string[] = [];
  /** Called before each request; may throw. */
  before: (request: "look" | "lock" | "update", key: string) => void = () => {};

  async layerOf({ key }: FleetObject): Promise<OuterLayer> {
    this.before("look", key);
    const keyArn = this.keys.get(key);
    if (keyArn === undefined) throw new OperatorError("notFound", `${key}: no such object`);
    const lock = this.seesLocks ? (this.locks.get(key) ?? FREE) : FREE;
    return { algorithm: "aws:kms", keyArn, lock };
  }

  async lockOf({ key }: FleetObject): Promise<VersionLock | Unknown> {
    this.before("lock", key);
    return this.seesLocks ? (this.locks.get(key) ?? FREE) : "unknown";
  }

  async update({ key, versionId }: FleetObject, keyArn: string): Promise<void> {
    this.before("update", key);
    if (this.locks.has(key)) throw new OperatorError("accessDenied", "AWS denied the request");
    this.keys.set(key, keyArn);
    this.updates.push(`${key} ${versionId}`);
  }
}
