/** What S3 keeps beside the objects that are to be seen: versions, delete markers, legal holds and retention. Over the objects of the endpoint in memory. */
import { createHash } from "node:crypto";
import type { S3Endpoint, S3Reply, S3Request } from "../servers/s3-endpoint";

interface Version {
  readonly id: string;
  /** `undefined` of a delete marker. */
  readonly body: Buffer | undefined;
  readonly at: Date;
  readonly hold?: string;
  readonly retention?: string;
}

export interface Versions {
  /** Of each key, the newest first. */
  readonly of: Map<string, readonly Version[]>;
  /** The reply to a request that the endpoint does not know; `undefined` for others. Before it, whatever the endpoint stored is a version. */
  answer(request: S3Request): S3Reply | undefined;
  /** @returns what brings it back to how it is now. */
  save(): () => void;
}

/** Objects that were there at first are as old as the endpoint lists them. */
const FIRST = new Date("2026-11-22T01:42:00.000Z");

export function versionsOf(s3: S3Endpoint): Versions {
  const of = new Map<string, readonly Version[]>();
  let count = 0;
  const add = (key: string, body: Buffer | undefined, at = new Date()): Version => {
    const version = { id: `v${++count}`, body, at };
    of.set(key, [version, ...(of.get(key) ?? [])]);
    return version;
  };
  const note = (): void => {
    for (const [key, body] of s3.objects) if (of.get(key)?.[0]?.body !== body) add(key, body, FIRST);
  };
  const change = (key: string, id: string | null, to: Partial<Version>): S3Reply => {
    of.set(
      key,
      (of.get(key) ?? []).map((each) => (each.id === id ? { ...each, ...to } : each)),
    );
    return reply("");
  };
  const remove = (key: string, id: string | null): S3Reply => {
    if (id === null) {
      s3.objects.delete(key);
      return marker(add(key, undefined).id);
    }
    const found = of.get(key)?.find((each) => each.id === id);
    if (found === undefined) return { status: 204, headers: { "x-amz-version-id": id }, body: "" };
    if (found.body !== undefined) throw new Error(`${key}: a version itself was to be deleted`);
    const left = (of.get(key) ?? []).filter((each) => each !== found);
    of.set(key, left);
    const [latest] = left;
    if (latest?.body !== undefined) s3.objects.set(key, latest.body);
    return marker(id);
  };
  /** What takes the place of another is stored by the endpoint, which knows new objects alone. */
  const makeRoom = ({ key, headers, method }: S3Request): void => {
    const there = s3.objects.get(key);
    if (there !== undefined && method !== "GET" && headers["if-match"] === etag(there))
      s3.objects.delete(key);
  };
  return {
    of,
    answer: (request) => {
      note();
      const { key, method, query, body } = request;
      if (key === "") return method === "GET" ? ofBucket(of, s3.uploads, request) : undefined;
      const [found] = [of.get(key)?.find(({ id }) => id === query.get("versionId"))];
      const text = body.toString();
      if (query.has("legal-hold") || query.has("retention")) {
        const word = query.has("retention") ? "retention" : "hold";
        if (method === "PUT") return change(key, query.get("versionId"), { [word]: text });
        return found?.[word] === undefined ? error("NoSuchObjectLockConfiguration", 404) : reply(found[word]);
      }
      if (method === "DELETE" && !query.has("uploadId")) return remove(key, query.get("versionId"));
      makeRoom(request);
      return undefined;
    },
    save: () => {
      note();
      const [objects, versions, uploads] = [[...s3.objects], [...of], [...s3.uploads]];
      return () => {
        refill(s3.objects, objects);
        refill(of, versions);
        refill(s3.uploads, uploads);
      };
    },
  };
}

function refill<K, V>(map: Map<K, V>, entries: readonly (readonly [K, V])[]): void {
  map.clear();
  for (const [key, value] of entries) map.set(key, value);
}

/** A bucket that keeps versions and can lock them, and removes nothing. */
function ofBucket(
  of: Versions["of"],
  uploads: S3Endpoint["uploads"],
  { query }: S3Request,
): S3Reply | undefined {
  if (query.has("versioning"))
    return reply("<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>");
  if (query.has("object-lock"))
    return reply(
      "<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled><Rule><DefaultRetention><Mode>GOVERNANCE</Mode><Days>1</Days></DefaultRetention></Rule></ObjectLockConfiguration>",
    );
  for (const [word, code] of Object.entries(NONE)) if (query.has(word)) return error(code, 404);
  if (query.has("uploads"))
    return reply(
      `<ListMultipartUploadsResult><IsTruncated>false</IsTruncated>${[...uploads].map(begun).join("")}</ListMultipartUploadsResult>`,
    );
  if (!query.has("versions")) return undefined;
  const all = [...of]
    .filter(([key]) => key.startsWith(query.get("prefix") ?? ""))
    .sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    .flatMap(([key, versions]) => versions.map((version, at) => listed(key, version, at === 0)));
  return reply(`<ListVersionsResult><IsTruncated>false</IsTruncated>${all.join("")}</ListVersionsResult>`);
}

const NONE = {
  policy: "NoSuchBucketPolicy",
  lifecycle: "NoSuchLifecycleConfiguration",
  encryption: "ServerSideEncryptionConfigurationNotFoundError",
  ownershipControls: "OwnershipControlsNotFoundError",
  publicAccessBlock: "NoSuchPublicAccessBlockConfiguration",
};

function listed(key: string, { id, at, body }: Version, isLatest: boolean): string {
  const common = `<Key>${key}</Key><VersionId>${id}</VersionId><IsLatest>${isLatest}</IsLatest><LastModified>${at.toISOString()}</LastModified>`;
  return body === undefined
    ? `<DeleteMarker>${common}</DeleteMarker>`
    : `<Version>${common}<Size>${body.length}</Size><StorageClass>STANDARD</StorageClass></Version>`;
}

const begun = ([id, { key }]: readonly [string, { readonly key: string }]): string =>
  `<Upload><Key>${key}</Key><UploadId>${id}</UploadId><Initiated>${FIRST.toISOString()}</Initiated></Upload>`;

const etag = (bytes: Buffer): string => `"${createHash("md5").update(bytes).digest("hex")}"`;

const marker = (id: string): S3Reply => ({
  status: 204,
  headers: { "x-amz-delete-marker": "true", "x-amz-version-id": id },
  body: "",
});

const reply = (body: string, status = 200): S3Reply => ({
  status,
  headers: {},
  body: body.startsWith("<?xml") ? body : `<?xml version="1.0"?>${body}`,
});

const error = (code: string, status: number): S3Reply =>
  reply(`<Error><Code>${code}</Code><Message>no</Message></Error>`, status);
