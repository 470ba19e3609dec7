/** Which objects a fleet is made of: the payloads of backups, of a listing or of an inventory. */
import { normalPrefix, parseId } from "../../object-key";
import type { ObjectStore } from "../../ports";
import type { VersionedStore } from "../../retention/ports";
import type { ManifestRow } from "../manifest";
import { encodedKey } from "../object-key-text";

/** An object as a listing or an inventory shows it. */
export interface SeenObject {
  readonly bucket: string;
  readonly key: string;
  /** Where versions were asked for. */
  readonly versionId: string | undefined;
  readonly size: number;
  /** Such as `GLACIER`, where it is told. */
  readonly storageClass: string | undefined;
}

/** Of the current objects of a bucket. */
export async function* listedObjects(
  store: Pick<ObjectStore, "list">,
  bucket: string,
  prefixes: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<SeenObject> {
  for (const prefix of prefixes)
    for await (const { key, size } of store.list(normalPrefix(prefix), { signal }))
      yield { bucket, key, size, versionId: undefined, storageClass: undefined };
}

/** The same with the ids of their versions. @param noncurrent whether older versions are meant, too */
export async function* listedVersions(
  store: Pick<VersionedStore, "versions">,
  bucket: string,
  prefixes: readonly string[],
  noncurrent: boolean,
  signal: AbortSignal,
): AsyncGenerator<SeenObject> {
  for (const prefix of prefixes)
    for await (const each of store.versions(normalPrefix(prefix), { signal })) {
      const { key, size, versionId, storageClass, isLatest, isDeleteMarker } = each;
      if ((isLatest || noncurrent) && !isDeleteMarker) yield { bucket, key, size, versionId, storageClass };
    }
}

/** Storage classes whose objects cannot be read where they are. Source: S3 User Guide, "Working with archived objects". */
const ARCHIVES: readonly (string | undefined)[] = ["GLACIER", "DEEP_ARCHIVE"];

/** What a manifest has, and what it leaves out. */
export class FleetFigures {
  objects = 0;
  bytes = 0;
  /** Bytes of the largest. */
  largestBytes = 0;
  /** Of those: in an archive, by their storage class. */
  archived = 0;
  /** Manifests, records, and whatever else is no backup. */
  others = 0;

  readonly #everything: boolean;

  /** @param everything whether what is no backup is meant, too */
  constructor(everything = false) {
    this.#everything = everything;
  }

  /** @returns the row of a backup; nothing for what is none. */
  take({ bucket, key, versionId, size, storageClass }: SeenObject): ManifestRow | undefined {
    if (!this.#everything && parseId(key) === undefined) {
      this.others += 1;
      return undefined;
    }
    this.objects += 1;
    this.bytes += size;
    this.largestBytes = Math.max(this.largestBytes, size);
    if (ARCHIVES.includes(storageClass)) this.archived += 1;
    return { bucket, key: encodedKey(key), versionId };
  }
}
