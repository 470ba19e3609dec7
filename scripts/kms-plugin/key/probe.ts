/**
 * Checks a key by what it is there for: encrypts random bytes, decrypts them, compares. The answers tell the key's ARN and the id of its
 * material, so that the check is also how rotation and moved aliases are noticed, without any further permission.
 */
import { randomBytes } from "node:crypto";
import type { KmsService } from "../../clients/kms-service";
import { BadReplyError } from "../../clients/replies/bad-reply";
import { cancelled, within } from "../call";
import { failureOf } from "../failures";
import type { Log } from "../log";
import type { KmsOperation, PluginMetrics } from "../metrics";
import type { PluginConfig } from "../settings/config";
import type { KeyState } from "./key-id";
import type { ManagedKey } from "./managed-key";

/** Seconds between checks while a key is not healthy: it is back within 10 seconds of being enabled. */
const UNHEALTHY_INTERVAL_SECONDS = 5;

/** Bytes, as a data key has. */
const SAMPLE_BYTES = 32;

const ALIAS = /^(arn:.*:)?alias\//;

export class Probe {
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;
  private aliasWarned = false;
  private aliasSeen = false;
  private running: Promise<void> | undefined;
  private readonly stop_ = new AbortController();

  constructor(
    private readonly key: ManagedKey,
    private readonly kms: KmsService,
    private readonly plugin: Pick<PluginConfig, "deadlineMs" | "probeIntervalSeconds" | "health">,
    private readonly metrics: PluginMetrics,
    private readonly log: Log,
  ) {}

  /**
   * Checks now, and then again and again until {@link stop}. Resolves after the first check, whatever its outcome. Looks more often than it
   * checks: traffic may find a fault at any time, and only a check finds its end.
   */
  async start(): Promise<void> {
    const intervalMs = this.plugin.probeIntervalSeconds * 1_000;
    const lookMs = Math.min(UNHEALTHY_INTERVAL_SECONDS * 1_000, intervalMs);
    const nextDue = () => performance.now() + intervalMs - lookMs / 2; // a look that comes a little early counts
    let due = nextDue();
    await this.once();
    if (this.stopped) return;
    this.timer = setInterval(async () => {
      if (this.key.health.now === "ok" && performance.now() < due) return;
      due = nextDue();
      await this.once();
    }, lookMs);
  }

  stop(): void {
    this.stopped = true;
    clearInterval(this.timer);
    this.stop_.abort(cancelled());
  }

  /** One check; those who ask while it runs share it. */
  once(): Promise<void> {
    this.running ??= this.check().finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  private async check(): Promise<void> {
    const { name } = this.key.config;
    try {
      const state = await this.roundTrip();
      const before = this.key.identity.now;
      const change = this.key.identity.update(state);
      if (change === "none") return;
      const { keyId = "" } = this.key.identity.now ?? {};
      this.metrics.keyId(name, keyId, change);
      this.log("info", change === "first" ? "the key is known" : "the key_id changed", {
        key: name,
        key_id: keyId,
        previous_key_id: before?.keyId,
        key_arn: state.keyArn,
      });
      this.warnOfUndeclared();
    } catch (error) {
      if (this.stopped) return;
      this.log("debug", "the check of the key failed", {
        key: name,
        error: failureOf(error).name,
        detail: (error as Error).message,
      });
    }
  }

  private async roundTrip(): Promise<KeyState> {
    const state = await this.oneRoundTrip();
    // The alias left the key between two requests: a state that never was, and would have a key_id of its own.
    return state === "moved" ? await this.roundTrip() : state;
  }

  private async oneRoundTrip(): Promise<KeyState | "moved"> {
    const { key, encryptionContext: context } = this.key.config;
    const plaintext = randomBytes(SAMPLE_BYTES);
    const { blob, keyArn } = await this.call("encrypt", (signal) =>
      this.kms.encrypt({ key, plaintext, context }, signal),
    );
    const { materialId } = await this.call("decrypt", async (signal) => {
      const answer = await this.kms.decrypt({ key: keyArn, blob, context }, signal);
      if (plaintext.equals(answer.plaintext)) return answer;
      throw new BadReplyError("KMS decrypted to something else than was encrypted");
    });
    const aliasUpdated = ALIAS.test(key) ? await this.aliasUpdated(keyArn, key) : undefined;
    return aliasUpdated === "moved" ? aliasUpdated : { keyArn, materialId, aliasUpdated };
  }

  /** Each call with a deadline of its own: tried again for throttling, they may take longer together. */
  private call<T>(operation: KmsOperation, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    return this.key.measured(operation, this.plugin.health.kmsVersion, this.stop_.signal, () =>
      this.timed(work),
    );
  }

  private timed<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    return within(this.plugin.deadlineMs, work, this.stop_.signal);
  }

  private async aliasUpdated(keyArn: string, alias: string): Promise<Date | "moved" | undefined> {
    const began = performance.now();
    try {
      const updated = await this.timed((signal) => this.kms.aliasUpdated(keyArn, alias, signal));
      this.key.heard("alias", began);
      const wasSeen = this.aliasSeen;
      this.aliasSeen = updated !== undefined;
      if (updated !== undefined) return updated;
      if (wasSeen) return "moved"; // at most once, until it is listed again
      this.warnOfAlias("the alias is not listed for its key");
      return undefined;
    } catch (error) {
      const failure = failureOf(error);
      const denied = /^AccessDenied/.test(failure.name);
      this.key.heard("alias", began, denied ? undefined : failure);
      if (!denied) throw error;
      this.warnOfAlias("AWS denies kms:ListAliases");
      return undefined;
    }
  }

  private warnOfAlias(why: string): void {
    if (this.aliasWarned) return;
    this.aliasWarned = true;
    this.log("warn", `${why}: moving the alias to another key and back would bring an old key_id back`, {
      key: this.key.config.name,
      hint: "allow kms:ListAliases, or configure the key by its ARN",
    });
  }

  private warnOfUndeclared(): void {
    const { undeclared } = this.key.identity;
    this.metrics.undeclaredPrevious(this.key.config.name, undeclared.size);
    for (const arn of undeclared)
      this.log("warn", "the alias was moved away from a key that is not listed under 'previous'", {
        key: this.key.config.name,
        key_arn: arn,
        hint: "add the ARN to 'previous' before the next restart: without it, data of that key is refused",
      });
  }
}
