/** Keys, materials and aliases in memory, for what an emulator lacks: material that expires, pending material, rotations that take time. */
import type { KeyMaterial, KeyRotation, RotatableKey } from "../../../scripts/core/rotate/ports";
import { OperatorError } from "../../../scripts/errors";

export interface FakeRotation extends KeyRotation {
  readonly keys: Map<string, RotatableKey>;
  /** Key ARNs by alias. */
  readonly aliases: Map<string, string>;
  readonly stored: Map<string, KeyMaterial[]>;
  readonly since: Map<string, Date>;
  /** What was changed, in order. */
  readonly changes: string[];
  addKey(arn: string, as?: Partial<RotatableKey>): RotatableKey;
}

export const NOW = new Date("2026-07-01T00:00:00Z");
export const DAY_MS = 24 * 60 * 60 * 1000;
export const daysFromNow = (days: number): Date => new Date(NOW.getTime() + days * DAY_MS);

export const material = (as: Partial<KeyMaterial> = {}): KeyMaterial => ({
  state: "CURRENT",
  pendingImport: false,
  validTo: undefined,
  rotated: undefined,
  onDemand: false,
  ...as,
});

export function fakeRotation(): FakeRotation {
  const keys = new Map<string, RotatableKey>();
  const aliases = new Map<string, string>();
  const stored = new Map<string, KeyMaterial[]>();
  const since = new Map<string, Date>();
  const changes: string[] = [];
  return {
    keys,
    aliases,
    stored,
    since,
    changes,
    addKey: (arn, as = {}) => {
      const key: RotatableKey = {
        arn,
        spec: "SYMMETRIC_DEFAULT",
        usage: "ENCRYPT_DECRYPT",
        origin: "EXTERNAL",
        state: "Enabled",
        manager: "CUSTOMER",
        multiRegion: undefined,
        created: daysFromNow(-100),
        validTo: undefined,
        ...as,
      };
      keys.set(arn, key);
      stored.set(arn, [material()]);
      return key;
    },
    describe: async (name) => {
      const found = keys.get(aliases.get(name.replace(/^arn:.*:alias\//, "alias/")) ?? name);
      if (found === undefined) throw new OperatorError("key", `no such key: ${name}`);
      return found;
    },
    moveAlias: async (alias, arn) => {
      changes.push(`${alias} to ${arn}`);
      aliases.set(alias, arn);
    },
    materials: async (arn) => stored.get(arn) ?? [],
    rotatingSince: async (arn) => since.get(arn),
    automatic: async () => ({ on: true, everyDays: 365, next: daysFromNow(30) }),
    rotateOnDemand: async (arn) => {
      changes.push(`rotate ${arn}`);
      const all = (stored.get(arn) ?? []).filter(({ state }) => state !== "PENDING_ROTATION");
      const old = all.map((each) => ({ ...each, state: "NON_CURRENT" }));
      stored.set(arn, [material({ rotated: NOW, onDemand: true }), ...old]);
    },
  };
}
