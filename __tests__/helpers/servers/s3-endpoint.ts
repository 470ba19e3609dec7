/** S3 over HTTP, in memory: as much of it as the tool uses, with every reply open to be changed on its way out. */
import { createHash, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { crc32 } from "node:zlib";

export interface S3Request {
  /** As AWS names it. */
  readonly operation: string;
  readonly method: string;
  readonly bucket: string;
  readonly key: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

export interface S3Reply {
  status: number;
  headers: Record<string, string>;
  body: Buffer | string;
}

export type S3Fate = S3Reply | "hang" | "cut";

export interface S3Endpoint {
  readonly url: string;
  readonly seen: S3Request[];
  readonly objects: Map<string, Buffer>;
  /** Unfinished uploads by their id. */
  readonly uploads: Map<string, { readonly key: string; readonly parts: Map<number, Buffer> }>;
  /** Keys of one page of a listing. */
  pageSize: number;
  /** Sees each reply before it leaves, and may change it or give another; `hang` never answers, `cut` closes the connection. */
  change: (reply: S3Reply, request: S3Request) => S3Fate | Promise<S3Fate>;
  /** Sees each request before anything is done, and may answer in place of the endpoint. */
  before: (request: S3Request) => S3Fate | undefined | Promise<S3Fate | undefined>;
  count(operation: string): number;
  close(): Promise<void>;
}

/** An endpoint with one bucket, whatever it is called. */
export async function s3Endpoint(): Promise<S3Endpoint> {
  const server = createServer(async (incoming, outgoing) => {
    const request = await read(incoming).catch(() => undefined);
    if (request === undefined) return; // whoever asked has gone
    endpoint.seen.push(request);
    const early = await endpoint.before(request);
    const reply =
      typeof early === "string" ? early : await endpoint.change(early ?? answer(endpoint, request), request);
    if (reply === "hang") return;
    if (reply === "cut") incoming.socket.destroy();
    else send(outgoing, reply);
  });
  server.on("checkContinue", (incoming, outgoing) => {
    outgoing.writeContinue();
    server.emit("request", incoming, outgoing);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const endpoint: S3Endpoint = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen: [],
    objects: new Map(),
    uploads: new Map(),
    pageSize: 1000,
    change: (reply) => reply,
    before: () => undefined,
    count: (operation) => endpoint.seen.filter((request) => request.operation === operation).length,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return endpoint;
}

async function read(incoming: IncomingMessage): Promise<S3Request> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const url = new URL(incoming.url ?? "", "http://s3");
  const [, bucket = "", ...key] = url.pathname.split("/");
  const request = {
    method: incoming.method ?? "",
    bucket,
    key: decodeURIComponent(key.join("/")),
    query: url.searchParams,
    headers: incoming.headers,
    body: Buffer.concat(chunks),
  };
  return { ...request, operation: operationOf(request) };
}

function operationOf({ method, key, query }: Omit<S3Request, "operation">): string {
  if (key === "") return "ListObjectsV2";
  if (query.has("uploads")) return "CreateMultipartUpload";
  if (query.has("uploadId"))
    return (
      { PUT: "UploadPart", POST: "CompleteMultipartUpload", DELETE: "AbortMultipartUpload" }[method] ?? method
    );
  return { GET: "GetObject", PUT: "PutObject", HEAD: "HeadObject" }[method] ?? method;
}

const etag = (bytes: Buffer): string => `"${createHash("md5").update(bytes).digest("hex")}"`;
const error = (status: number, code: string): S3Reply =>
  xml(`<Error><Code>${code}</Code><Message>${code}</Message></Error>`, status);
const empty = (status: number, headers: Record<string, string> = {}): S3Reply => ({
  status,
  headers,
  body: "",
});
const xml = (body: string, status = 200): S3Reply => ({
  status,
  headers: { "content-type": "application/xml" },
  body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}`,
});

function answer(s3: S3Endpoint, request: S3Request): S3Reply {
  const { bucket, key, query, body, operation } = request;
  const upload = s3.uploads.get(query.get("uploadId") ?? "");
  if (query.has("uploadId") && upload === undefined) return error(404, "NoSuchUpload");
  switch (operation) {
    case "ListObjectsV2":
      return list(s3, bucket, query);
    case "GetObject":
      return get(s3.objects.get(key), request.headers);
    case "HeadObject":
      return headOf(s3.objects.get(key));
    case "PutObject":
      if (s3.objects.has(key)) return error(412, "PreconditionFailed");
      s3.objects.set(key, body);
      return empty(200, { etag: etag(body) });
    case "CreateMultipartUpload": {
      const id = randomUUID();
      s3.uploads.set(id, { key, parts: new Map() });
      return xml(
        `<InitiateMultipartUploadResult><Bucket>${bucket}</Bucket><Key>${key}</Key><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`,
      );
    }
    case "UploadPart":
      upload?.parts.set(Number(query.get("partNumber")), body);
      return empty(200, { etag: etag(body) });
    case "CompleteMultipartUpload": {
      if (s3.objects.has(key)) return error(412, "PreconditionFailed");
      const parts = [...(upload?.parts ?? [])].sort(([a], [b]) => a - b).map(([, bytes]) => bytes);
      s3.objects.set(key, Buffer.concat(parts));
      s3.uploads.delete(query.get("uploadId") ?? "");
      return xml(
        `<CompleteMultipartUploadResult><Bucket>${bucket}</Bucket><Key>${key}</Key><ETag>"whole-${parts.length}"</ETag></CompleteMultipartUploadResult>`,
      );
    }
    case "AbortMultipartUpload":
      s3.uploads.delete(query.get("uploadId") ?? "");
      return empty(204);
    default:
      return error(501, "NotImplemented");
  }
}

function list({ objects, pageSize }: S3Endpoint, bucket: string, query: URLSearchParams): S3Reply {
  const prefix = query.get("prefix") ?? "";
  const token = query.get("continuation-token");
  const after = Buffer.from(token ?? "", "hex");
  const all = [...objects].filter(
    ([key]) => key.startsWith(prefix) && Buffer.compare(Buffer.from(key), after) > 0,
  );
  const page = all.sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b))).slice(0, pageSize);
  const more = all.length > page.length;
  const next = Buffer.from(page.at(-1)?.[0] ?? "").toString("hex");
  return xml(
    [
      `<ListBucketResult><Name>${bucket}</Name><Prefix>${encodeURIComponent(prefix)}</Prefix><KeyCount>${page.length}</KeyCount>`,
      `<MaxKeys>1000</MaxKeys><EncodingType>url</EncodingType><IsTruncated>${more}</IsTruncated>`,
      token === null ? "" : `<ContinuationToken>${token}</ContinuationToken>`,
      more ? `<NextContinuationToken>${next}</NextContinuationToken>` : "",
      ...page.map(
        ([key, bytes]) =>
          `<Contents><Key>${encodeURIComponent(key)}</Key><LastModified>2026-11-22T01:42:00.000Z</LastModified>` +
          `<ETag>${etag(bytes)}</ETag><Size>${bytes.length}</Size><StorageClass>STANDARD</StorageClass></Contents>`,
      ),
      "</ListBucketResult>",
    ].join(""),
  );
}

function headOf(bytes: Buffer | undefined): S3Reply {
  if (bytes === undefined) return empty(404);
  const crc = Buffer.alloc(4);
  crc.writeUInt32BE(crc32(bytes));
  return empty(200, {
    etag: etag(bytes),
    "content-length": String(bytes.length),
    "x-amz-checksum-crc32": crc.toString("base64"),
    "x-amz-checksum-type": "FULL_OBJECT",
  });
}

function get(bytes: Buffer | undefined, headers: IncomingMessage["headers"]): S3Reply {
  if (bytes === undefined) return error(404, "NoSuchKey");
  if (headers["if-match"] !== undefined && headers["if-match"] !== etag(bytes))
    return error(412, "PreconditionFailed");
  const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? "") ?? [];
  if (from === undefined) return { status: 200, headers: { etag: etag(bytes) }, body: bytes };
  if (Number(from) >= bytes.length)
    return xml(
      `<Error><Code>InvalidRange</Code><ActualObjectSize>${bytes.length}</ActualObjectSize></Error>`,
      416,
    );
  const end = Math.min(Number(to), bytes.length - 1);
  return {
    status: 206,
    headers: { etag: etag(bytes), "content-range": `bytes ${from}-${end}/${bytes.length}` },
    body: bytes.subarray(Number(from), end + 1),
  };
}

function send(outgoing: ServerResponse, { status, headers, body }: S3Reply): void {
  const length = Object.keys(headers).some((name) => /^(content-length|transfer-encoding)$/i.test(name))
    ? {}
    : { "content-length": Buffer.byteLength(body) };
  outgoing.writeHead(status, { ...headers, ...length });
  outgoing.end(body);
}
