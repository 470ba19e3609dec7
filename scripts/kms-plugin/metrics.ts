/**
 * Metrics for Prometheus. The first two have the names, labels and buckets of aws-encryption-provider, so that dashboards go on working;
 * `key_arn` is, as there, the key as it was configured.
 */
import { Counter, exponentialBuckets, Gauge, Histogram, Registry } from "prom-client";
import type { FailureClass } from "./failures";

export type KmsOperation = "encrypt" | "decrypt";
export type OperationStatus = "success" | "failure" | "failure-throttle" | "failure-corruption";

const STATUS_OF: Readonly<Record<FailureClass, OperationStatus>> = {
  "user-induced": "failure",
  throttled: "failure-throttle",
  corruption: "failure-corruption",
  other: "failure",
};

export class PluginMetrics {
  readonly registry = new Registry();
  /** The key_id that stands in the metrics, for each key. */
  private readonly shown = new Map<string, string>();
  private readonly operations = this.counter(
    "aws_encryption_provider_kms_operations_total",
    "total aws encryption provider kms operations",
    ["key_arn", "status", "operation", "version"],
  );
  private readonly latency = new Histogram({
    name: "aws_encryption_provider_kms_operation_latency_ms",
    help: "Response latency in milliseconds for aws encryption provider kms operation",
    labelNames: ["key_arn", "status", "operation", "version"],
    buckets: exponentialBuckets(2, 2, 14),
    registers: [this.registry],
  });
  private readonly requests = this.counter(
    "sealstack_kms_plugin_requests_total",
    "Requests of kube-apiserver, answered from the cache or by KMS",
    ["key", "method", "version", "code"],
  );
  private readonly cache = this.counter(
    "sealstack_kms_plugin_decrypt_cache_total",
    "Decrypt requests by what answered them: hit (cache), shared (a call that was under way), miss (a call of its own)",
    ["key", "outcome"],
  );
  private readonly rotations = this.counter(
    "sealstack_kms_plugin_rotations_total",
    "Changes of the key_id since start: new key material, or an alias that was moved",
    ["key"],
  );
  private readonly keyIds = this.gauge(
    "sealstack_kms_plugin_key_id_info",
    "The key_id that new data is encrypted with",
    ["key", "key_id"],
  );
  private readonly rotatedAt = this.gauge(
    "sealstack_kms_plugin_key_id_since_timestamp_seconds",
    "When this process first saw the key_id",
    ["key"],
  );
  private readonly healthy = this.gauge(
    "sealstack_kms_plugin_key_healthy",
    "1 if the last check of the key was good",
    ["key"],
  );
  private readonly undeclared = this.gauge(
    "sealstack_kms_plugin_undeclared_previous_keys",
    "Keys that were seen behind the alias and are missing in `previous`: a restart will refuse their data",
    ["key"],
  );

  kmsCall(
    key: string,
    operation: KmsOperation,
    version: "v1" | "v2",
    ms: number,
    failed?: FailureClass,
  ): void {
    const labels = {
      key_arn: key,
      status: failed === undefined ? "success" : STATUS_OF[failed],
      operation,
      version,
    };
    this.operations.inc(labels);
    this.latency.observe(labels, ms);
  }

  request(key: string, method: string, version: "v1" | "v2", code: string): void {
    this.requests.inc({ key, method, version, code });
  }

  cacheCounts(key: string) {
    const count = (outcome: string) => () => this.cache.inc({ key, outcome });
    return { hit: count("hit"), shared: count("shared"), miss: count("miss") };
  }

  keyId(key: string, id: string, change: "first" | "rotation"): void {
    if (change === "rotation") this.rotations.inc({ key });
    else this.rotations.inc({ key }, 0);
    const before = this.shown.get(key);
    if (before !== undefined) this.keyIds.remove({ key, key_id: before });
    this.shown.set(key, id);
    this.keyIds.set({ key, key_id: id }, 1);
    this.rotatedAt.set({ key }, Date.now() / 1_000);
  }

  health(key: string, healthy: boolean): void {
    this.healthy.set({ key }, healthy ? 1 : 0);
  }

  undeclaredPrevious(key: string, count: number): void {
    this.undeclared.set({ key }, count);
  }

  private counter<T extends string>(name: string, help: string, labelNames: readonly T[]): Counter<T> {
    return new Counter({ name, help, labelNames: [...labelNames], registers: [this.registry] });
  }

  private gauge<T extends string>(name: string, help: string, labelNames: readonly T[]): Gauge<T> {
    return new Gauge({ name, help, labelNames: [...labelNames], registers: [this.registry] });
  }
}
