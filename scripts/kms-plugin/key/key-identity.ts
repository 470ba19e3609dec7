/** Which key stands behind the configured name now, and which keys data may come from. */
import { isKeyArn } from "../arn";
import type { KeyConfig } from "../settings/config";
import { type KeyState, keyId, keyPart, keyPartOf } from "./key-id";

/** One moment of the key. A request takes one and stays with it, so that what it answers fits together. */
export interface Snapshot {
  readonly keyArn: string;
  readonly keyId: string;
}

export type Change = "none" | "first" | "rotation";

export class KeyIdentity {
  private snapshot: Snapshot | undefined;
  private waiting: Array<() => void> = [];
  /** ARNs that Decrypt accepts, by their key part. */
  private readonly accepted = new Map<string, string>();
  /** Keys that an alias pointed at since start, and that a restarted process would refuse. */
  readonly undeclared = new Set<string>();

  constructor(private readonly config: KeyConfig) {
    for (const arn of [config.key, ...config.previous]) if (isKeyArn(arn)) this.accept(arn);
  }

  private accept(arn: string): void {
    this.accepted.set(keyPart(arn), arn);
  }

  /** The last known state; `undefined` before the first. */
  get now(): Snapshot | undefined {
    return this.snapshot;
  }

  /** Resolves once a state is known. */
  async known(): Promise<Snapshot> {
    while (this.snapshot === undefined) await new Promise<void>((resolve) => this.waiting.push(resolve));
    return this.snapshot;
  }

  update(state: KeyState): Change {
    const id = keyId(state);
    const before = this.snapshot;
    if (before?.keyId === id) return "none";
    this.accept(state.keyArn);
    const declared = [this.config.key, ...this.config.previous];
    if (before !== undefined && before.keyArn !== state.keyArn && !declared.includes(before.keyArn))
      this.undeclared.add(before.keyArn);
    this.undeclared.delete(state.keyArn);
    this.snapshot = { keyArn: state.keyArn, keyId: id };
    for (const resolve of this.waiting.splice(0)) resolve();
    return before === undefined ? "first" : "rotation";
  }

  /**
   * The keys that data with this id may be encrypted with: one for an id of ours or an ARN, which aws-encryption-provider gives out where
   * it was started with one; all for the name that the key is configured by, and in v1, which has no ids.
   * @param known waits until the key was seen, or fails.
   * @returns an empty list for an id that is not understood, or is of a key that is neither configured nor previous.
   */
  async candidates(id: string | undefined, known: () => Promise<Snapshot>): Promise<readonly string[]> {
    const part = id === undefined ? undefined : (keyPartOf(id) ?? (isKeyArn(id) ? keyPart(id) : undefined));
    if (part !== undefined) {
      if (!this.accepted.has(part)) await known(); // an alias that was not looked up yet
      const arn = this.accepted.get(part);
      return arn === undefined ? [] : [arn];
    }
    if (id !== undefined && id !== this.config.key) return [];
    const { keyArn } = await known();
    return [...new Set([keyArn, ...this.accepted.values()])];
  }
}
