/** One configured key at work: encrypts, decrypts, and knows its own identity and health. Knows nothing of gRPC or sockets. */
import { status } from "@grpc/grpc-js";
import type { KmsService } from "../../clients/kms-service";
import { adviceFor } from "../advice";
import { type Call, within } from "../call";
import { type Failure, failureOf, RefusedError } from "../failures";
import type { Log } from "../log";
import type { KmsOperation, PluginMetrics } from "../metrics";
import type { KeyConfig, PluginConfig } from "../settings/config";
import { CIPHERTEXT_PREFIX, checkCiphertext, checkPlaintext, checkResult } from "./ciphertext";
import { DecryptCache } from "./decrypt-cache";
import { KeyHealth, type Part } from "./key-health";
import { KeyIdentity, type Snapshot } from "./key-identity";
import { MeteredKms } from "./metered-kms";

export interface Surroundings {
  readonly kms: KmsService;
  readonly metrics: PluginMetrics;
  readonly log: Log;
  /** Calls of KMS under way at once. */
  readonly places: number;
}

/** Milliseconds for which requests wait for the first check of the key. */
const FIRST_CHECK_MS = 2_000;

export class ManagedKey {
  readonly identity: KeyIdentity;
  readonly health: KeyHealth;
  readonly cache: DecryptCache;
  private readonly kms: MeteredKms;
  private readonly deadlineMs: number;

  constructor(
    readonly config: KeyConfig,
    plugin: Pick<PluginConfig, "limits" | "cache" | "deadlineMs">,
    { kms, metrics, log, places }: Surroundings,
  ) {
    const { name, key } = config;
    this.deadlineMs = plugin.deadlineMs;
    this.identity = new KeyIdentity(config);
    this.cache = new DecryptCache(plugin.cache, metrics.cacheCounts(name));
    this.kms = new MeteredKms({
      kms,
      key,
      ...plugin,
      metrics,
      places,
      heard: (...news) => this.heard(...news),
    });
    this.health = new KeyHealth((from, to) => {
      metrics.health(name, to === "ok");
      if (to === "ok") log(from === "unknown" ? "info" : "warn", "the key works", { key: name });
      else if (to !== "unknown")
        log("error", "the key does not work", {
          key: name,
          error: to.name,
          says: to.says,
          hint: adviceFor(to),
        });
    });
  }

  async encrypt(
    plaintext: Uint8Array,
    { version, signal }: Call,
  ): Promise<{ readonly ciphertext: Buffer; readonly keyId: string }> {
    checkPlaintext(plaintext, version);
    const { keyArn, keyId } = await this.known(signal);
    const context = this.config.encryptionContext;
    const { blob } = await this.kms.encrypt({ key: keyArn, plaintext, context }, { version, signal });
    const ciphertext = Buffer.concat([CIPHERTEXT_PREFIX, blob]);
    checkResult(ciphertext, version);
    return { ciphertext, keyId };
  }

  /** @param id `key_id` that came with the ciphertext; `undefined` in v1. */
  async decrypt(ciphertext: Uint8Array, id: string | undefined, call: Call): Promise<Buffer> {
    const blob = checkCiphertext(ciphertext, call.version);
    const candidates = await this.identity.candidates(id, () => this.known(call.signal));
    if (candidates.length === 0) throw new RefusedError(status.FAILED_PRECONDITION, UNKNOWN_KEY_ID);
    return await this.cache.get(blob, candidates, () =>
      // A deadline of its own: others may be waiting for it when this caller has given up.
      within(this.deadlineMs, (signal) => this.decryptWith(candidates, blob, call.version, signal)),
    );
  }

  private async decryptWith(
    candidates: readonly string[],
    blob: Uint8Array,
    version: Call["version"],
    signal: AbortSignal,
  ): Promise<Uint8Array> {
    const context = this.config.encryptionContext;
    const [key = "", ...others] = candidates;
    try {
      const previous = key !== (this.identity.now?.keyArn ?? this.config.key);
      return (await this.kms.decrypt({ key, blob, context }, { version, signal, previous })).plaintext;
    } catch (error) {
      if (failureOf(error).name !== "IncorrectKeyException" || others.length === 0) throw error;
      return await this.decryptWith(others, blob, version, signal);
    }
  }

  /** A call of a check: counted like others, for health too, and not held up by the rate limit. */
  measured<T>(
    operation: KmsOperation,
    version: Call["version"],
    signal: AbortSignal,
    work: () => Promise<T>,
  ): Promise<T> {
    return this.kms.measure(operation, { version, signal }, work);
  }

  /**
   * The state of the key. Waits for the first check, but not for a second: a caller who is told at once tries again.
   * @throws RefusedError `UNAVAILABLE`.
   */
  async known(signal: AbortSignal): Promise<Snapshot> {
    if (this.identity.now !== undefined) return this.identity.now;
    try {
      if (typeof this.health.now === "string")
        return await within(FIRST_CHECK_MS, () => this.identity.known(), signal);
    } catch {
      // falls through: why is in the health
    }
    throw new RefusedError(status.UNAVAILABLE, `the key is not known yet: ${this.health.text}`);
  }

  /**
   * How a call of KMS ended: traffic counts for health like checks do, good news and bad. A key that AWS refuses must stop to work here too:
   * what was decrypted before is forgotten.
   */
  heard(part: Part | "previous", began: number, failure?: Failure): void {
    if (part !== "previous") this.health.heard(part, began, failure);
    const refused = failure?.class === "user-induced" || failure?.code === status.PERMISSION_DENIED;
    if (refused && part !== "alias" && failure.code !== status.CANCELLED) this.cache.clear();
  }
}

const UNKNOWN_KEY_ID =
  "the key_id is of a key that is neither configured nor listed under 'previous'; add that key's ARN there if its data is to be read";
