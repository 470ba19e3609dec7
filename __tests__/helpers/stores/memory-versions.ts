/** A bucket in memory that keeps versions, with locks and lifecycle as a test sets them. */
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import type { PutOptions, RequestOptions, StoredBody, StoredObject } from "../../../scripts/core/ports";
import type {
  BucketLock,
  ExpirationRule,
  ObjectVersion,
  Retention,
  Unknown,
  VersionedStore,
  VersionLock,
  VersionName,
} from "../../../scripts/core/retention/ports";
import { OperatorError } from "../../../scripts/errors";
import { MemoryStore } from "./memory-store";

/** What a test may let go wrong, before it happens. */
export type Change = "delete" | "undelete" | "hold" | "lock";

export class MemoryVersions extends MemoryStore implements VersionedStore {
  region: string | undefined = "eu-central-1";
  state: "Enabled" | "Suspended" | "Disabled" = "Enabled";
  lock: BucketLock | Unknown = { enabled: false };
  rules: readonly ExpirationRule[] | Unknown = [];
  /** Of the server, and what new versions get. */
  clock: () => Date | undefined = () => new Date("2026-11-28T12:00:00Z");
  /** Changes in their order, as `delete KEY`. */
  readonly changes: string[] = [];
  readonly asked: string[] = [];
  beforeChange: (change: Change, key: string) => void = () => {};
  mayReadLocks = true;
  private readonly all = new Map<string, ObjectVersion[]>();
  private readonly bodies = new Map<string, Buffer>();
  private readonly locks = new Map<string, VersionLock>();
  private count = 0;

  /** Puts an object as if it had been stored then. */
  put(key: string, at: Date, options: Partial<ObjectVersion> & { readonly body?: Buffer } = {}): string {
    const { body = Buffer.alloc(0), ...more } = options;
    return this.add({ key, at, isDeleteMarker: false, size: body.length, ...more }, body);
  }

  versionsOf(key: string): readonly ObjectVersion[] {
    return this.all.get(key) ?? [];
  }

  setLock(
    key: string,
    lock: Partial<VersionLock>,
    versionId = this.versionsOf(key)[0]?.versionId ?? "",
  ): void {
    this.locks.set(`${key}\n${versionId}`, { legalHold: false, retention: undefined, ...lock });
  }

  visible(): string[] {
    return [...this.all]
      .filter(([, [latest]]) => latest?.isDeleteMarker === false)
      .map(([key]) => key)
      .sort();
  }

  /** What lifecycle does in the end. */
  removeVersion(key: string, versionId: string): void {
    const left = this.versionsOf(key).filter((version) => version.versionId !== versionId);
    if (left.length === 0) this.all.delete(key);
    else
      this.all.set(
        key,
        left.map((version, at) => ({ ...version, isLatest: at === 0 })),
      );
  }

  async versioning(): Promise<"Enabled" | "Suspended" | "Disabled"> {
    return this.state;
  }

  serverTime(): Date | undefined {
    return this.clock();
  }

  async *versions(prefix: string, { signal }: RequestOptions = {}): AsyncGenerator<ObjectVersion> {
    signal?.throwIfAborted();
    this.before("list", prefix);
    for (const [key, versions] of [...this.all].sort(([a], [b]) => (a < b ? -1 : 1)))
      if (key.startsWith(prefix)) yield* versions;
  }

  async bucketLock(): Promise<BucketLock | Unknown> {
    return this.lock;
  }

  async expirations(): Promise<readonly ExpirationRule[] | Unknown> {
    return this.rules;
  }

  async lockOf({ key, versionId }: VersionName): Promise<VersionLock | Unknown> {
    this.asked.push(key);
    if (!this.mayReadLocks) return "unknown";
    return this.locks.get(`${key}\n${versionId}`) ?? { legalHold: false, retention: undefined };
  }

  async addDeleteMarker(key: string): Promise<string> {
    this.change("delete", key);
    return this.add({ key, at: this.clock() ?? new Date(0), isDeleteMarker: true, size: 0 });
  }

  async removeDeleteMarker({ key, versionId }: VersionName): Promise<void> {
    this.change("undelete", key);
    const found = this.versionsOf(key).find((version) => version.versionId === versionId);
    if (found?.isDeleteMarker !== true) throw new Error(`${key} has no such delete marker`);
    this.removeVersion(key, versionId);
  }

  async setLegalHold({ key, versionId }: VersionName, on: boolean): Promise<void> {
    this.change("hold", key);
    const before = this.locks.get(`${key}\n${versionId}`);
    this.setLock(key, { ...before, legalHold: on }, versionId);
  }

  async setRetention({ key, versionId }: VersionName, retention: Retention): Promise<void> {
    this.change("lock", key);
    const before = this.locks.get(`${key}\n${versionId}`);
    if (before?.retention !== undefined && before.retention.until > retention.until)
      throw new OperatorError("accessDenied", `cannot shorten the lock of ${key}`);
    this.setLock(key, { ...before, retention }, versionId);
  }

  override async *list(prefix: string, { signal }: RequestOptions = {}): AsyncGenerator<StoredObject> {
    for await (const { key, size, lastModified, isLatest, isDeleteMarker } of this.versions(prefix, {
      ...(signal && { signal }),
    }))
      if (isLatest && !isDeleteMarker) yield { key, size, lastModified };
  }

  override async get(key: string): Promise<Readable> {
    this.before("get", key);
    const latest = this.versionsOf(key)[0];
    const body = latest && this.bodies.get(latest.versionId);
    if (body === undefined)
      throw new OperatorError("notFound", `cannot read ${this.name}/${key}: no such object`);
    return Readable.from([body]);
  }

  override async putNew(
    key: string,
    body: Readable | Buffer,
    _options: PutOptions = {},
  ): Promise<StoredBody> {
    this.before("put", key);
    const bytes = Buffer.isBuffer(body) ? body : await buffer(body);
    if (this.versionsOf(key)[0]?.isDeleteMarker === false)
      throw new OperatorError("conflict", `${this.name}/${key} exists already`);
    this.put(key, this.clock() ?? new Date(0), { body: bytes });
    return { size: bytes.length };
  }

  override object(key: string): Buffer {
    const body = this.bodies.get(this.versionsOf(key)[0]?.versionId ?? "");
    if (body === undefined) throw new Error(`no object ${key}; there are: ${this.visible().join(", ")}`);
    return body;
  }

  private change(change: Change, key: string): void {
    this.beforeChange(change, key);
    this.changes.push(`${change} ${key}`);
  }

  private add(
    { key, at, ...rest }: { key: string; at: Date; isDeleteMarker: boolean } & Partial<ObjectVersion>,
    body?: Buffer,
  ): string {
    const versionId = `v${++this.count}`;
    const older = this.versionsOf(key).map((version) => ({ ...version, isLatest: false }));
    const version = {
      key,
      versionId,
      isLatest: true,
      lastModified: at,
      size: 0,
      storageClass: rest.isDeleteMarker ? undefined : "STANDARD",
      ...rest,
    };
    this.all.set(key, [version, ...older]);
    if (body !== undefined) this.bodies.set(versionId, body);
    return versionId;
  }
}
