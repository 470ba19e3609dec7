/** What an audit of a key asks of CloudTrail's history of events. */

/** A call to KMS, as CloudTrail recorded it; of the encryption context the names alone. */
export interface KeyEvent {
  readonly id: string;
  readonly time: Date;
  /** Name of the operation, such as `Decrypt`. */
  readonly name: string;
  /** ARNs of the keys and aliases that it was about, those that only the message names included; none where the record has none. */
  readonly resources: readonly string[];
  /** Who called: ARN of a role (without its session), a user or the root, or the name of a service. */
  readonly principal: string;
  /** The service of AWS that called for them, such as `s3.amazonaws.com`. */
  readonly through: string | undefined;
  /** Such as `AccessDenied`; `undefined` where the call succeeded. */
  readonly error: string | undefined;
  /** Names of the pairs of the encryption context, sorted. */
  readonly contextKeys: readonly string[];
  readonly readOnly: boolean;
}

/** Events are looked up by one attribute. Source: CloudTrail API Reference, `LookupAttribute`. */
export interface Lookup {
  readonly attribute: "ResourceName" | "EventName";
  readonly value: string;
}

export interface Window {
  readonly from: Date;
  readonly to: Date;
}

export interface EventPage {
  readonly events: readonly KeyEvent[];
  /** Whether older events follow. */
  readonly more: boolean;
}

export interface KeyEvents {
  /** Pages of the newest events first, as slowly as CloudTrail wants it. @throws OperatorError that names the SDK's error. */
  lookUp(lookup: Lookup, window: Window, signal: AbortSignal): AsyncIterable<EventPage>;
}
