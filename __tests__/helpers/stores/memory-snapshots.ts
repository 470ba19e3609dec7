/** EC2, RDS and KMS in memory, as far as snapshots need them: with states that go on at each look, and calls that are counted. */
import type {
  Snapshot,
  SnapshotKey,
  SnapshotKind,
  SnapshotPlace,
  Snapshots,
} from "../../../scripts/core/snapshots/ports";

export const OWN = "111122223333";
export const OTHER = "444455556666";

export interface MemorySnapshots extends Snapshots {
  /** By ARN, id or alias. */
  readonly keys: Map<string, SnapshotKey>;
  add(kind: SnapshotKind, region: string, snapshot: Partial<Snapshot> & { readonly id: string }): Snapshot;
  /** States that the next copy goes through, one a look. @default - finished at once */
  states: Snapshot["state"][];
  /** What the next copy is like, besides what was ordered. */
  copyIsLike: Partial<Snapshot>;
  /** Calls that change something, in order. */
  readonly changes: string[];
  /** Fails the next copy, after it was made where that is said. */
  copyFails: { readonly error: Error; readonly made: boolean } | undefined;
  /** Forgets to share, and says nothing. */
  sharesNothing: boolean;
}

export function keyArn(region: string, last: string, account = OWN): string {
  return `arn:aws:kms:${region}:${account}:key/00000000-0000-4000-8000-00000000000${last}`;
}

export function memorySnapshots(): MemorySnapshots {
  const all = new Map<string, { snapshot: Snapshot; states: Snapshot["state"][]; tag?: string }>();
  const shares = new Map<string, Set<string>>();
  const at = (kind: SnapshotKind, region: string): SnapshotPlace => {
    const name = (id: string) => `${kind} ${region} ${id}`;
    const look = (key: string): Snapshot | undefined => {
      const found = all.get(key);
      if (found === undefined) return undefined;
      const state = found.states.shift();
      if (state !== undefined) found.snapshot = { ...found.snapshot, state, status: state };
      // What has gone on so far ends well.
      else if (found.tag !== undefined && found.snapshot.state === "pending")
        found.snapshot = { ...found.snapshot, state: "available", status: "completed" };
      return found.snapshot;
    };
    return {
      find: async (id) => look(name(id)),
      sharedWith: async ({ id }) => [...(shares.get(name(id)) ?? [])],
      share: async ({ id }, accounts) => {
        memory.changes.push(`share ${id} ${accounts.join(" ")}`);
        if (!memory.sharesNothing)
          shares.set(name(id), new Set([...(shares.get(name(id)) ?? []), ...accounts]));
      },
      copiesWith: async (tag) =>
        [...all]
          .filter(([key, entry]) => key.startsWith(`${kind} ${region} `) && entry.tag === tag)
          .map(([, { snapshot }]) => snapshot),
      copy: async (order) => {
        const id = `${order.source.id.replace(/[0-9a-f]{4}$/, "")}${String(all.size).padStart(4, "0")}`;
        memory.changes.push(`copy ${order.source.id} ${order.sourceRegion} ${region} ${order.keyArn}`);
        const state = memory.states.length === 0 ? "available" : "pending";
        memory.add(kind, region, { id, keyArns: [order.keyArn], state, ...memory.copyIsLike });
        const entry = all.get(name(id));
        if (entry !== undefined) Object.assign(entry, { tag: order.tag, states: memory.states.splice(0) });
        const fails = memory.copyFails;
        memory.copyFails = undefined;
        if (fails === undefined) return id;
        if (!fails.made) all.delete(name(id));
        throw fails.error;
      },
    };
  };
  const memory: MemorySnapshots = {
    keys: new Map(),
    states: [],
    copyIsLike: {},
    changes: [],
    sharesNothing: false,
    copyFails: undefined,
    at,
    key: async (key) => {
      const found = memory.keys.get(key);
      if (found === undefined) throw new Error(`no key ${key}`);
      return found;
    },
    add: (kind, region, given) => {
      const snapshot: Snapshot = {
        name: given.id,
        owner: OWN,
        state: "available",
        status: "completed",
        keyArns: [],
        unencrypted: [],
        unsharable: undefined,
        ...given,
      };
      all.set(`${kind} ${region} ${given.id}`, { snapshot, states: [] });
      return snapshot;
    },
  };
  return memory;
}
