/** Whether one key works. Each key has a state of its own: a fault of one says nothing about another. */
import type { Failure } from "./failures";

export type Health = "unknown" | "ok" | Failure;

export class KeyHealth {
  private state: Health = "unknown";
  private at = Number.NEGATIVE_INFINITY;

  constructor(private readonly changed: (from: Health, to: Health) => void) {}

  get now(): Health {
    return this.state;
  }

  /** Time of {@link performance.now} at which the state was last confirmed. */
  get confirmedAt(): number {
    return this.at;
  }

  /** A sentence for anybody: neither ARN nor principal. `ok`, exactly, when all is well. */
  get text(): string {
    if (this.state === "ok") return "ok";
    return this.state === "unknown" ? "not checked yet" : `${this.state.says} (${this.state.name})`;
  }

  succeeded(): void {
    this.set("ok");
  }

  /**
   * Requests that are themselves to blame change nothing, nor does a caller who gave up. Throttling does not make a healthy key
   * unhealthy: it passes, and restarting or failing over makes it worse.
   */
  failed(failure: Failure): void {
    if (failure.class === "corruption" || failure.name === "CancelledError") return;
    if (failure.class === "throttled" && this.state === "ok") return;
    this.set(failure);
  }

  private set(to: Health): void {
    const from = this.state;
    this.state = to;
    this.at = performance.now();
    if (nameOf(from) !== nameOf(to)) this.changed(from, to);
  }
}

const nameOf = (health: Health): string => (typeof health === "string" ? health : health.name);
