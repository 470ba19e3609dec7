/** What a rotation asks of KMS. Every call fails with an OperatorError that names the SDK's error. */

/** A KMS key, as far as a rotation depends on it. The words are KMS's own. */
export interface RotatableKey {
  /** Key ARN, whatever the key was named by. */
  readonly arn: string;
  /** `SYMMETRIC_DEFAULT`, `RSA_4096`, … */
  readonly spec: string;
  /** `ENCRYPT_DECRYPT`, `SIGN_VERIFY`, … */
  readonly usage: string;
  /** `AWS_KMS`, `EXTERNAL`, `AWS_CLOUDHSM` or `EXTERNAL_KEY_STORE`. */
  readonly origin: string;
  /** `Enabled`, `PendingImport`, `Disabled`, `PendingDeletion`, … */
  readonly state: string;
  /** `CUSTOMER`, or `AWS` for a key that an AWS service manages. */
  readonly manager: string;
  /** Its part in a multi-Region key; `undefined` for a key of one region. */
  readonly multiRegion: "PRIMARY" | "REPLICA" | undefined;
  readonly created: Date;
  /** When the first of its imported materials expires; `undefined` where none does. */
  readonly validTo: Date | undefined;
}

/** One key material of a symmetric key. Source: KMS API Reference, `RotationsListEntry`. */
export interface KeyMaterial {
  /** `CURRENT`, `NON_CURRENT`, `PENDING_ROTATION`, `PENDING_MULTI_REGION_IMPORT_AND_ROTATION`. */
  readonly state: string;
  /** Whether it has to be imported before it can be used. */
  readonly pendingImport: boolean;
  readonly validTo: Date | undefined;
  /** When it became current; `undefined` for the first one of a key, and for one that is to become so. */
  readonly rotated: Date | undefined;
  readonly onDemand: boolean;
}

export interface AutomaticRotation {
  readonly on: boolean;
  /** Days from one to the next. */
  readonly everyDays: number | undefined;
  readonly next: Date | undefined;
}

export interface KeyRotation {
  /** @param key ARN, id, alias name or alias ARN. */
  describe(key: string): Promise<RotatableKey>;
  /** In one step: the alias is never without a key. @param alias name, of the key's account and region. */
  moveAlias(alias: string, keyArn: string): Promise<void>;
  /** All of them, the pending one included. Symmetric keys only. */
  materials(keyArn: string): Promise<readonly KeyMaterial[]>;
  /** When a rotation on demand was begun that has not ended. */
  rotatingSince(keyArn: string): Promise<Date | undefined>;
  /** Whether KMS rotates it by itself; `undefined` for keys that it cannot rotate so. */
  automatic(keyArn: string): Promise<AutomaticRotation | undefined>;
  rotateOnDemand(keyArn: string): Promise<void>;
}
