/**
 * Checks a key by what it is there for: encrypts random bytes, decrypts them, compares. The answers tell the key's ARN and the id of its
 * material, so that the check is also how rotation and moved aliases are noticed, without any further permission.
 */
import { randomBytes } from "node:crypto";
import type { KmsService } from "../clients/kms-service";
import { within } from "./call";
import type { PluginConfig } from "./config";
import { failureOf } from "./failures";
import type { KeyState } from "./key-id";
import type { Log } from "./log";
import type { ManagedKey } from "./managed-key";
import type { PluginMetrics } from "./metrics";

/** Seconds between checks while a key is not healthy: it is back within 10 seconds of being enabled. */
const UNHEALTHY_INTERVAL_SECONDS = 5;

/** Bytes, as a data key has. */
const SAMPLE_BYTES = 32;

const ALIAS = /^(arn:.*:)?alias\//;

export class Probe {
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;
  private aliasWarned = false;
  private running: Promise<void> | undefined;
  private readonly stop_ = new AbortController();

  constructor(
    private readonly key: ManagedKey,
    private readonly kms: KmsService,
    private readonly plugin: Pick<PluginConfig, "deadlineMs" | "probeIntervalSeconds" | "health">,
    private readonly metrics: PluginMetrics,
    private readonly log: Log,
  ) {}

  /** Checks now, and then again and again until {@link stop}. Resolves after the first check, whatever its outcome. */
  async start(): Promise<void> {
    await this.once();
    if (this.stopped) return;
    const { probeIntervalSeconds } = this.plugin;
    const seconds =
      this.key.health.now === "ok"
        ? probeIntervalSeconds
        : Math.min(UNHEALTHY_INTERVAL_SECONDS, probeIntervalSeconds);
    this.timer = setTimeout(() => void this.start(), seconds * 1_000);
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
    this.stop_.abort();
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
      const state = await within(
        this.plugin.deadlineMs,
        (signal) => this.roundTrip(signal),
        this.stop_.signal,
      );
      const before = this.key.identity.now;
      const change = this.key.identity.update(state);
      this.key.health.succeeded();
      this.metrics.health(name, true);
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
      const failure = failureOf(error);
      this.key.failed(failure);
      this.metrics.health(name, this.key.health.now === "ok");
      this.log("debug", "the check of the key failed", {
        key: name,
        error: failure.name,
        detail: (error as Error).message,
      });
    }
  }

  private async roundTrip(signal: AbortSignal): Promise<KeyState> {
    const { key, encryptionContext: context } = this.key.config;
    const version = this.plugin.health.kmsVersion;
    const plaintext = randomBytes(SAMPLE_BYTES);
    const { blob, keyArn } = await this.key.measured("encrypt", version, signal, () =>
      this.kms.encrypt({ key, plaintext, context }, signal),
    );
    const answer = await this.key.measured("decrypt", version, signal, () =>
      this.kms.decrypt({ key: keyArn, blob, context }, signal),
    );
    if (!plaintext.equals(answer.plaintext))
      throw new Error("KMS decrypted to something else than was encrypted");
    const aliasUpdated = ALIAS.test(key) ? await this.aliasUpdated(keyArn, key, signal) : undefined;
    return { keyArn, materialId: answer.materialId, aliasUpdated };
  }

  private async aliasUpdated(keyArn: string, alias: string, signal: AbortSignal): Promise<Date | undefined> {
    try {
      const updated = await this.kms.aliasUpdated(keyArn, alias, signal);
      if (updated !== undefined || this.aliasWarned) return updated;
      this.warnOfAlias("the alias is not listed for its key");
    } catch (error) {
      if (!/^AccessDenied/.test((error as Error).name)) throw error;
      if (!this.aliasWarned) this.warnOfAlias("AWS denies kms:ListAliases");
    }
    return undefined;
  }

  private warnOfAlias(why: string): void {
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
