/** What a command gets besides its options: everything it may touch in the outside world. */

import type { Readable, Writable } from "node:stream";
import type { Arn } from "../../modules/arn";
import type { AccountReader } from "../core/access-live/ports";
import type { KeyEvents } from "../core/audit/ports";
import type { Inspection } from "../core/doctor/ports";
import type { StartProgram } from "../core/drill/ports";
import type { BatchJobs } from "../core/fleet/jobs";
import type { Invoke } from "../core/fleet/tasks/handle";
import type { KeyImport } from "../core/import-key-material/ports";
import type { ItemCipher, ItemCipherSettings } from "../core/items/ports";
import type { DataKeyMover, KeyStates } from "../core/key-life/ports";
import type { KeySetup } from "../core/key-setup/ports";
import type { NotifyPorts } from "../core/notify/notifier";
import type { MessageCipher, ObjectStore } from "../core/ports";
import type { VersionedStore } from "../core/retention/ports";
import type { KeyRotation } from "../core/rotate/ports";
import type { Macs, Signatures } from "../core/signatures/ports";
import type { Snapshots } from "../core/snapshots/ports";
import type { RunTool } from "../core/sources/etcd";
import type { StateKeys } from "../core/state-keys/ports";
import type { ProgramEnd } from "../core/targets/attempt";
import type { UnfinishedUploads } from "../core/uploads/ports";
import type { Output } from "../output/output";
import type { Settings } from "../settings/config";

export interface CommandIo {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  /** `columns` of a terminal, and of nothing else. */
  readonly stdout: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  readonly output: Output;
  /** Aborted by what ends a process, such as SIGINT, SIGTERM or SIGHUP: commands pass it to every stream pipeline, so that nothing stays half-written. */
  readonly signal: AbortSignal;
  /** The current time. */
  readonly now: () => Date;
  /** Version of the command-line tool. */
  readonly toolVersion: string;
  readonly services: Services;
}

/** Where ciphers and stores come from; tests bring their own. */
export interface Services {
  /**
   * A cipher for the settings: KMS keys, or a passphrase. For `open`, aliases are resolved to key ARNs first.
   * @param signal ends requests to KMS, and the question for a passphrase.
   * @throws OperatorError `usage` when neither keys nor a passphrase are given, or both.
   */
  cipher(settings: Settings, use: "seal" | "open", signal?: AbortSignal): Promise<MessageCipher>;
  /** @throws OperatorError `usage` when no bucket is given. */
  store(settings: Settings): Promise<ObjectStore>;
  /**
   * The same bucket with its versions, for those who delete and lock.
   * @throws OperatorError `usage` when no bucket is given.
   */
  versions(settings: Settings): Promise<VersionedStore>;
  /** @throws OperatorError `usage` when no bucket is given. */
  uploads(settings: Settings): Promise<UnfinishedUploads>;
  /** Imports key material into KMS keys. */
  keyImport(settings: Settings): Promise<KeyImport>;
  /**
   * Asks for the state of keys, and puts data keys under others.
   * @param signal ends requests to KMS.
   */
  keyLife(settings: Settings, signal: AbortSignal): Promise<KeyStates & DataKeyMover>;
  /**
   * Makes a key, and says what is allowed with it.
   * @param signal ends requests to KMS.
   */
  keySetup(settings: Settings, signal: AbortSignal): Promise<KeySetup>;
  /** What CloudTrail has recorded, in the region of the key. */
  keyEvents(settings: Settings, keyArn: string): Promise<KeyEvents>;
  /**
   * The function that works on one object of a fleet: the file that Lambda runs.
   * @param onDefect hears of what no result tells.
   */
  fleetHandler(settings: Settings, onDefect: (error: unknown) => void): Promise<Invoke>;
  /** Folder with {@link Services.fleetHandler}'s file as it was built, and the threads beside it. */
  fleetFolder(): string;
  /** Makes jobs of S3 Batch Operations. */
  batchJobs(settings: Settings): Promise<BatchJobs>;
  /** Rotates keys, and moves aliases. */
  rotation(settings: Settings): Promise<KeyRotation>;
  /** Signs and verifies with asymmetric KMS keys. */
  signatures(settings: Settings): Promise<Signatures>;
  /** Message authentication codes of HMAC keys in KMS. */
  macs(settings: Settings): Promise<Macs>;
  /**
   * Seals or opens fields of records under the keys of the settings.
   * @param signal ends requests to KMS.
   * @throws OperatorError `usage` when no key is given, or a passphrase.
   */
  items(
    settings: Settings,
    use: "seal" | "open",
    item: ItemCipherSettings,
    signal: AbortSignal,
  ): Promise<ItemCipher>;
  /**
   * Data keys of Terraform and OpenTofu states.
   * @param deadlineMs of one call
   * @param signal ends requests to KMS.
   */
  stateKeys(settings: Settings, deadlineMs: number, signal: AbortSignal): Promise<StateKeys>;
  /** Shares and copies snapshots of EC2 and RDS. */
  snapshots(settings: Settings): Promise<Snapshots>;
  /** The ways to tell others how a run ended. */
  notifyPorts(settings: Settings): NotifyPorts;
  /** Runs an external program. */
  readonly runTool: RunTool;
  /** Starts an external program that runs while something else is done. */
  readonly startProgram: StartProgram;
  /** ARN of whoever asks AWS. @returns `undefined` where AWS does not say. */
  caller(settings: Settings, signal: AbortSignal): Promise<string | undefined>;
  /** The same, for those who cannot do without. @throws OperatorError why AWS does not say. */
  identity(settings: Settings, signal: AbortSignal): Promise<Arn>;
  /**
   * What `doctor` looks at.
   * @param signal ends every request.
   */
  inspection(settings: Settings, signal: AbortSignal): Inspection;
  /**
   * Reads policies of an account.
   * @param id of the account, which its buckets must belong to
   * @param signal ends requests
   */
  account(settings: Settings, id: string, signal: AbortSignal): Promise<AccountReader>;
  /** Runs this program with other arguments, in a process of its own; ends with it when the signal says so. */
  readonly runSelf: (
    argv: readonly string[],
    env: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ) => Promise<ProgramEnd>;
}
