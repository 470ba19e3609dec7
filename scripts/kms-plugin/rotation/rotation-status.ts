/** Whether a rotation has arrived everywhere, and what is still stale: from the metrics of the plugins and of an API server. Pure. */
import { createHash } from "node:crypto";
import { metricSamples } from "./metric-samples";
import { safeAt } from "./rotation-clock";

/** Metrics of one plugin, as text. */
export interface Instance {
  readonly url: string;
  readonly metrics: string;
}

export interface RotationStatus {
  readonly keys: readonly KeyStatus[];
}

export interface KeyStatus {
  readonly key: string;
  /** One is as it should be: the instances agree. */
  readonly keyIds: readonly string[];
  readonly instances: readonly { readonly url: string; readonly keyId: string; readonly since: string }[];
  /** Whether each instance's last check was good. */
  readonly healthy: boolean;
  /** When storage may be written anew; `undefined` while instances disagree. */
  readonly migrationSafeAt: string | undefined;
  readonly migrationSafe: boolean;
  /** Reads of data with another key_id, by its hash; `undefined` without metrics of an API server. */
  readonly staleReads: readonly StaleRead[] | undefined;
}

export interface StaleRead {
  readonly provider: string;
  readonly keyIdHash: string;
  /** Of the last one that the API server saw; `undefined` where it does not tell. */
  readonly last: string | undefined;
}

export interface StatusInput {
  readonly instances: readonly Instance[];
  /** Text of kube-apiserver's `/metrics`. */
  readonly apiserverMetrics: string | undefined;
  readonly probeIntervalSeconds: number;
  readonly now: Date;
}

export function rotationStatus(input: StatusInput): RotationStatus {
  const seen = input.instances.flatMap(({ url, metrics }) => keysOf(url, metrics));
  const names = [...new Set(seen.map(({ key }) => key))];
  return {
    keys: names.map((name) => {
      const of = seen.filter(({ key }) => key === name);
      const keyIds = [...new Set(of.map(({ keyId }) => keyId))];
      const everywhere = of.length === input.instances.length;
      const latest = Math.max(...of.map(({ since }) => since));
      const at = keyIds.length === 1 && everywhere ? safeAt(latest, input.probeIntervalSeconds) : undefined;
      return {
        key: name,
        keyIds,
        instances: of.map(({ url, keyId, since }) => ({ url, keyId, since: time(since) })),
        healthy: everywhere && of.every(({ healthy }) => healthy),
        migrationSafeAt: at === undefined ? undefined : time(at),
        migrationSafe: at !== undefined && input.now.getTime() / 1_000 >= at,
        staleReads:
          input.apiserverMetrics === undefined
            ? undefined
            : staleReads(
                input.apiserverMetrics,
                seen.map(({ keyId }) => keyId),
              ),
      };
    }),
  };
}

function keysOf(url: string, metrics: string) {
  const samples = metricSamples(metrics);
  const value = (name: string, key: string | undefined) =>
    samples.find((sample) => sample.name === `sealstack_kms_plugin_${name}` && sample.labels.key === key)
      ?.value;
  return samples
    .filter(({ name }) => name === "sealstack_kms_plugin_key_id_info")
    .map(({ labels: { key = "", key_id: keyId = "" } }) => ({
      url,
      key,
      keyId,
      since: value("key_id_since_timestamp_seconds", key) ?? 0,
      healthy: value("key_healthy", key) === 1,
    }));
}

/** kube-apiserver labels with `sha256:` and the hex digest of the key_id. Source: k8s.io/apiserver, envelope/metrics. */
const hashOf = (keyId: string): string => `sha256:${createHash("sha256").update(keyId).digest("hex")}`;

const COUNT = "apiserver_envelope_encryption_key_id_hash_total";
const LAST = "apiserver_envelope_encryption_key_id_hash_last_timestamp_seconds";

function staleReads(metrics: string, current: readonly string[]): StaleRead[] {
  const fresh = new Set(current.map(hashOf));
  const samples = metricSamples(metrics).filter(
    ({ labels }) => labels.transformation_type === "from_storage" && !fresh.has(labels.key_id_hash ?? ""),
  );
  return samples
    .filter(({ name, value }) => name === COUNT && value > 0)
    .map(({ labels: { provider_name: provider = "", key_id_hash: keyIdHash = "" } }) => {
      const last = samples.find(
        ({ name, labels }) =>
          name === LAST && labels.provider_name === provider && labels.key_id_hash === keyIdHash,
      )?.value;
      return { provider, keyIdHash, last: last === undefined ? undefined : time(last) };
    });
}

/** Seconds come from outside, and may be no time at all. */
function time(seconds: number): string {
  const date = new Date(seconds * 1_000);
  return Number.isNaN(date.getTime()) ? "unknown" : date.toISOString();
}
