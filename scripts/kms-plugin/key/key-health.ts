/**
 * Whether one key works. Each key has a state of its own: a fault of one says nothing about another. So has each part of its work: that
 * Encrypt works does not take back that Decrypt is denied.
 */
import type { Failure } from "../failures";
import type { KmsOperation } from "../metrics";

export type Health = "unknown" | "ok" | Failure;

/** What is called for a key; `alias`, only for a key that is configured by one, finds out where it points. */
export type Part = KmsOperation | "alias";

interface News {
  readonly health: "ok" | Failure;
  /** Time of {@link performance.now} at which the call began. */
  readonly began: number;
}

export class KeyHealth {
  private readonly last = new Map<Part, News>();

  constructor(private readonly changed: (from: Health, to: Health) => void) {}

  get now(): Health {
    for (const { health } of this.last.values()) if (health !== "ok") return health;
    return this.last.has("encrypt") && this.last.has("decrypt") ? "ok" : "unknown";
  }

  /** A sentence for anybody: neither ARN nor principal. `ok`, exactly, when all is well. */
  get text(): string {
    const { now } = this;
    if (now === "ok") return "ok";
    return now === "unknown" ? "not checked yet" : `${now.says} (${now.name})`;
  }

  /**
   * How a call ended. What began before the call that is known of is old news, even if it ends later: a time-out of two seconds ago says
   * less than an answer to what was asked since.
   *
   * Requests that are themselves to blame change nothing, nor does a caller who gave up. Throttling does not make a healthy key
   * unhealthy: it passes, and restarting or failing over makes it worse. Nor does it make an unhealthy one healthy.
   * @param failure `undefined` for a success.
   */
  heard(part: Part, began: number, failure?: Failure): void {
    const known = this.last.get(part);
    if (known !== undefined && known.began > began) return;
    if (failure?.class === "corruption" || failure?.name === "CancelledError") return;
    if (failure?.class === "throttled" && known?.health === "ok") return;
    const from = this.now;
    this.last.set(part, { health: failure ?? "ok", began });
    const to = this.now;
    if (nameOf(from) !== nameOf(to)) this.changed(from, to);
  }
}

const nameOf = (health: Health): string => (typeof health === "string" ? health : health.name);
