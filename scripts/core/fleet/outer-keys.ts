/** What a fleet needs of S3 to put the bucket's own layer of encryption under another key. */
import type { Unknown, VersionLock } from "../retention/ports";

export interface FleetObject {
  readonly key: string;
  /** @default - the current version */
  readonly versionId?: string | undefined;
}

export interface OuterLayer {
  /** As S3 calls it: `AES256`, `aws:kms`, `aws:kms:dsse`; `undefined` where the server does not say. */
  readonly algorithm: string | undefined;
  /** ARN of the key, with SSE-KMS. */
  readonly keyArn: string | undefined;
  /** As far as the role may see it: without the permissions to read locks it looks as if there were none. */
  readonly lock: VersionLock;
}

/** Objects of one bucket. Every method fails with an OperatorError. */
export interface OuterKeys {
  layerOf(object: FleetObject, signal: AbortSignal): Promise<OuterLayer>;
  /** What keeps S3 from updating it, asked for itself. */
  lockOf(object: FleetObject, signal: AbortSignal): Promise<VersionLock | Unknown>;
  /** Puts its data key under another key: no data is moved, no version is made. */
  update(object: FleetObject, keyArn: string, signal: AbortSignal): Promise<void>;
}
