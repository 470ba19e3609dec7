/** Counts calls of KMS, measures them, and lets them wait for the rate limit. */
import type {
  Decrypted,
  DecryptRequest,
  Encrypted,
  EncryptRequest,
  KmsService,
} from "../clients/kms-service";
import type { LimitConfig } from "./config";
import { failureOf } from "./failures";
import { gate } from "./gate";
import type { KmsOperation, PluginMetrics } from "./metrics";
import { tokenBucket, UNLIMITED } from "./token-bucket";

export interface MeteredCall {
  readonly version: "v1" | "v2";
  readonly signal: AbortSignal;
}

export interface LimitedCall extends MeteredCall {
  /** Milliseconds that may pass before it is too late to call. */
  readonly waitMs: number;
}

/** Requests under way at once: as many as the SDK's agent has connections. */
const PLACES = 50;

export class MeteredKms {
  private readonly places = gate(PLACES);
  private readonly limits: Readonly<Record<KmsOperation, ReturnType<typeof tokenBucket>>>;
  constructor(
    private readonly kms: KmsService,
    private readonly key: string,
    { qps, burst }: LimitConfig,
    private readonly metrics: PluginMetrics,
  ) {
    const limit = () => (qps > 0 ? tokenBucket(qps, burst) : UNLIMITED);
    this.limits = { encrypt: limit(), decrypt: limit() };
  }

  async encrypt(request: EncryptRequest, call: LimitedCall): Promise<Encrypted> {
    await this.limits.encrypt.take(call.waitMs);
    return await this.places(call.signal, () =>
      this.measure("encrypt", call, () => this.kms.encrypt(request, call.signal)),
    );
  }

  async decrypt(request: DecryptRequest, call: LimitedCall): Promise<Decrypted> {
    await this.limits.decrypt.take(call.waitMs);
    return await this.places(call.signal, () =>
      this.measure("decrypt", call, () => this.kms.decrypt(request, call.signal)),
    );
  }

  async measure<T>(
    operation: KmsOperation,
    { version, signal }: MeteredCall,
    work: () => Promise<T>,
  ): Promise<T> {
    const started = performance.now();
    try {
      const answer = await work();
      this.metrics.kmsCall(this.key, operation, version, performance.now() - started);
      return answer;
    } catch (error) {
      const cause = signal.aborted ? signal.reason : error; // a deadline or a caller who left, not just "aborted"
      this.metrics.kmsCall(this.key, operation, version, performance.now() - started, failureOf(cause).class);
      throw cause;
    }
  }
}
