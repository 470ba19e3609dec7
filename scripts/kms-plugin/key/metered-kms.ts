/** Counts calls of KMS, measures them, tells how they end, and lets them wait for the rate limit. */
import type {
  Decrypted,
  DecryptRequest,
  Encrypted,
  EncryptRequest,
  KmsService,
} from "../../clients/kms-service";
import { BadReplyError } from "../../clients/replies/bad-reply";
import { type Failure, failureOf } from "../failures";
import type { KmsOperation, PluginMetrics } from "../metrics";
import type { PluginConfig } from "../settings/config";
import { gate } from "./gate";
import { tokenBucket, UNLIMITED } from "./token-bucket";

export interface MeteredCall {
  readonly version: "v1" | "v2";
  readonly signal: AbortSignal;
  /** Set where it is made with a key that was there before: its faults are not those of the key that is configured. */
  readonly previous?: boolean;
}

export interface MeteredKmsOptions extends Pick<PluginConfig, "limits" | "deadlineMs"> {
  readonly kms: KmsService;
  /** As it was configured. */
  readonly key: string;
  readonly metrics: PluginMetrics;
  /** Requests under way at once. */
  readonly places: number;
  /** Told how each call ended that says something about KMS. @param began time of {@link performance.now} */
  readonly heard: (part: KmsOperation | "previous", began: number, failure?: Failure) => void;
}

export class MeteredKms {
  private readonly places: ReturnType<typeof gate>;
  private readonly limits: Readonly<Record<KmsOperation, ReturnType<typeof tokenBucket>>>;
  /** Milliseconds that a call may wait for the rate limit. One that then has less left for KMS does not blame it for being late. */
  private readonly halfMs: number;

  constructor(private readonly options: MeteredKmsOptions) {
    this.places = gate(options.places);
    const { qps, burst } = options.limits;
    const limit = () => (qps > 0 ? tokenBucket(qps, burst) : UNLIMITED);
    this.limits = { encrypt: limit(), decrypt: limit() };
    this.halfMs = options.deadlineMs / 2;
  }

  async encrypt(request: EncryptRequest, call: MeteredCall): Promise<Encrypted> {
    await this.limits.encrypt.take(this.halfMs);
    return await this.places(call.signal, () =>
      this.measure("encrypt", call, () => this.options.kms.encrypt(request, call.signal)),
    );
  }

  async decrypt(request: DecryptRequest, call: MeteredCall): Promise<Decrypted> {
    await this.limits.decrypt.take(this.halfMs);
    return await this.places(call.signal, () =>
      this.measure("decrypt", call, () => this.options.kms.decrypt(request, call.signal)),
    );
  }

  async measure<T>(
    operation: KmsOperation,
    { version, signal, previous = false }: MeteredCall,
    work: () => Promise<T>,
  ): Promise<T> {
    const { key, metrics, heard } = this.options;
    const began = performance.now();
    const part = previous ? "previous" : operation;
    // A reply that KMS never gives is a fault of what answers, whichever key was asked for.
    const partOf = ({ name }: Failure) => (name === BadReplyError.name ? operation : part);
    try {
      const answer = await work();
      metrics.kmsCall(key, operation, version, performance.now() - began);
      heard(part, began);
      return answer;
    } catch (error) {
      const ms = performance.now() - began;
      const cause = signal.aborted ? signal.reason : error; // a deadline or a caller who left, not just "aborted"
      const failure = failureOf(cause);
      metrics.kmsCall(key, operation, version, ms, failure.class);
      const cutShort = signal.aborted && ms < this.halfMs; // by a caller in a hurry, or after a wait in our own line
      if (!cutShort) heard(partOf(failure), began, failure);
      throw cause;
    }
  }
}
