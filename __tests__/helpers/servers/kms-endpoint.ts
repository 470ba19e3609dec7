/**
 * KMS over HTTP with real encryption (AES-256-GCM, encryption context as its additional data), and with what an emulator lacks: key
 * material that rotates, aliases with dates, key states, and faults on demand.
 */
import { createCipheriv, createDecipheriv, randomBytes, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";

export interface FakeKey {
  readonly arn: string;
  /** The newest is current. */
  readonly materials: { readonly id: string; readonly secret: Buffer }[];
  /** Name of the error that calls get; as AWS has it for a key in that state. */
  state?: "DisabledException" | "KMSInvalidStateException" | "KeyUnavailableException";
  /** What DescribeKey says besides, such as the date of its deletion. */
  metadata?: Readonly<Record<string, unknown>>;
}

/** One request; `target` is the operation. */
export interface KmsRequest {
  readonly operation: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: IncomingMessage["headers"];
}

/**
 * `pass`: answer. `hang`: never answer. `reply`: what the good answer becomes. `raw`: what is sent instead of one, as it is; `broken`: whatever
 * was asked. Else an error,
 * with AWS's status for it.
 */
export type KmsFate =
  | "pass"
  | "hang"
  | { readonly reply: (good: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>> }
  | { readonly raw: (outgoing: ServerResponse, good: Readonly<Record<string, unknown>>) => void }
  | { readonly broken: (outgoing: ServerResponse) => void }
  | { readonly status: number; readonly name: string; readonly message?: string };

export interface KmsEndpoint {
  readonly url: string;
  readonly seen: KmsRequest[];
  /** Decides on each request; may be replaced. */
  decide: (request: KmsRequest) => KmsFate | Promise<KmsFate>;
  /** Answers what the endpoint does not know; `undefined` for others. */
  more: (
    request: KmsRequest,
    key: FakeKey | undefined,
  ) => Record<string, unknown> | undefined | Promise<Record<string, unknown> | undefined>;
  /** By its ARN, id or alias. */
  keyOf(name: unknown): FakeKey | undefined;
  createKey(region?: string, id?: string): FakeKey;
  rotate(key: FakeKey): void;
  /** Points the alias at the key; a second time moves it. */
  alias(name: string, key: FakeKey, updated?: Date): void;
  /** Requests of one operation so far. */
  count(operation: string): number;
  close(): Promise<void>;
}

const ACCOUNT = "111122223333";

/** @param tls makes it one of https. */
export async function kmsEndpoint(tls?: {
  readonly cert: string;
  readonly key: string;
}): Promise<KmsEndpoint> {
  const keys = new Map<string, FakeKey>();
  const aliases = new Map<string, { readonly key: FakeKey; readonly updated: Date }>();
  const keyOf = (name: unknown): FakeKey | undefined =>
    keys.get(String(name)) ?? aliases.get(String(name).replace(/^arn:.*:alias\//, "alias/"))?.key;

  const answer = async (request: KmsRequest): Promise<Record<string, unknown>> => {
    const { operation, body } = request;
    const more = await endpoint.more(request, keyOf(body.KeyId));
    if (more !== undefined) return more;
    if (operation === "ListAliases") return { Aliases: list(body), Truncated: false };
    if (operation === "ReEncrypt") return reEncrypt(body);
    const key = keyOf(body.KeyId);
    if (key === undefined) throw new AwsError("NotFoundException", "no such key");
    if (operation === "DescribeKey") return { KeyMetadata: metadataOf(key) };
    if (key.state !== undefined) throw new AwsError(key.state, `${key.arn} is not usable`);
    const context = JSON.stringify(Object.entries((body.EncryptionContext ?? {}) as object).sort());
    if (operation === "GenerateDataKey") {
      const plaintext = randomBytes(Number(body.NumberOfBytes));
      const blob = seal(key, plaintext, context);
      return {
        KeyId: key.arn,
        CiphertextBlob: blob.toString("base64"),
        Plaintext: plaintext.toString("base64"),
      };
    }
    if (operation === "Encrypt")
      return { KeyId: key.arn, CiphertextBlob: seal(key, bytes(body.Plaintext), context).toString("base64") };
    if (operation === "Decrypt") {
      const opened = open([...keys.values()], key, bytes(body.CiphertextBlob), context);
      return {
        KeyId: key.arn,
        Plaintext: opened.plaintext.toString("base64"),
        KeyMaterialId: opened.material,
      };
    }
    throw new AwsError("UnknownOperationException", operation);
  };

  /** Both keys are looked for in the one region that is asked. */
  const reEncrypt = (body: KmsRequest["body"]): Record<string, unknown> => {
    const [from, to] = [keyOf(body.SourceKeyId), keyOf(body.DestinationKeyId)];
    const region = (key: FakeKey): string | undefined => key.arn.split(":")[3];
    if (from === undefined || to === undefined || region(from) !== region(to))
      throw new AwsError("NotFoundException", "no such key");
    for (const key of [from, to]) if (key.state !== undefined) throw new AwsError(key.state, key.arn);
    const [source, destination] = [body.SourceEncryptionContext, body.DestinationEncryptionContext].map(
      (context) => JSON.stringify(Object.entries((context ?? {}) as object).sort()),
    );
    const { plaintext } = open([...keys.values()], from, bytes(body.CiphertextBlob), source ?? "");
    const blob = seal(to, plaintext, destination ?? "");
    return { KeyId: to.arn, SourceKeyId: from.arn, CiphertextBlob: blob.toString("base64") };
  };

  const list = (body: KmsRequest["body"]) =>
    [...aliases]
      .filter(([, { key }]) => body.KeyId === undefined || key === keyOf(body.KeyId))
      .map(([name, { key, updated }]) => ({
        AliasName: name,
        AliasArn: key.arn.replace(/key\/.*/, name),
        TargetKeyId: key.arn.replace(/.*key\//, ""),
        LastUpdatedDate: updated.getTime() / 1_000,
      }));

  const server = tls === undefined ? createServer() : createTlsServer(tls);
  server.on("request", async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const operation = String(incoming.headers["x-amz-target"]).replace("TrentService.", "");
    const request = {
      operation,
      body: JSON.parse(Buffer.concat(chunks).toString() || "{}"),
      headers: incoming.headers,
    };
    endpoint.seen.push(request);
    const fate = await endpoint.decide(request);
    if (fate === "hang") return;
    try {
      if (typeof fate === "object" && "name" in fate)
        throw new AwsError(fate.name, fate.message ?? fate.name, fate.status);
      if (typeof fate === "object" && "broken" in fate) return fate.broken(outgoing);
      const good = await answer(request);
      if (fate === "pass") send(outgoing, 200, good);
      else if ("reply" in fate) send(outgoing, 200, fate.reply(good));
      else fate.raw(outgoing, good);
    } catch (error) {
      const { name, message, code } = error as AwsError;
      send(outgoing, code ?? 500, { __type: name, message });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const endpoint: KmsEndpoint = {
    url: `${tls === undefined ? "http" : "https"}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen: [],
    decide: () => "pass",
    more: () => undefined,
    keyOf,
    createKey: (region = "eu-central-1", id = randomUUID()) => {
      const key: FakeKey = { arn: `arn:aws:kms:${region}:${ACCOUNT}:key/${id}`, materials: [] };
      endpoint.rotate(key);
      keys.set(key.arn, key).set(id, key);
      return key;
    },
    rotate: ({ materials }) =>
      materials.unshift({ id: randomBytes(32).toString("hex"), secret: randomBytes(32) }),
    alias: (name, key, updated = new Date()) => aliases.set(name, { key, updated }),
    count: (operation) => endpoint.seen.filter((request) => request.operation === operation).length,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return endpoint;
}

class AwsError extends Error {
  constructor(
    override readonly name: string,
    message: string,
    readonly code = 400,
  ) {
    super(message);
  }
}

/** As KMS calls the state of a key whose calls fail so. */
const KEY_STATES = {
  DisabledException: "Disabled",
  KMSInvalidStateException: "PendingDeletion",
  KeyUnavailableException: "Unavailable",
} as const;

const metadataOf = ({ arn, state, metadata }: FakeKey) => ({
  Arn: arn,
  KeyId: arn.replace(/.*\//, ""),
  KeyState: state === undefined ? "Enabled" : KEY_STATES[state],
  KeySpec: "SYMMETRIC_DEFAULT",
  KeyUsage: "ENCRYPT_DECRYPT",
  ...metadata,
});

const bytes = (base64: unknown): Buffer => Buffer.from(String(base64), "base64");

/** Layout: a magic number as AWS's blobs have, 64 digits of the material id, IV, tag, ciphertext; 32 bytes become 184, as there. */
const MAGIC = Buffer.from([1, 2]);
const ID = 64;
const IV = 12;
const TAG = 16;
const PADDING = Buffer.alloc(184 - 32 - MAGIC.length - ID - IV - TAG, 0xa5);

function seal({ materials }: FakeKey, plaintext: Buffer, context: string): Buffer {
  const [material] = materials;
  if (material === undefined) throw new Error("a key without material");
  const iv = randomBytes(IV);
  const cipher = createCipheriv("aes-256-gcm", material.secret, iv).setAAD(Buffer.from(context));
  const body = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return Buffer.concat([MAGIC, Buffer.from(material.id), iv, cipher.getAuthTag(), PADDING, body]);
}

function open(keys: readonly FakeKey[], key: FakeKey, whole: Buffer, context: string) {
  const blob = whole.subarray(MAGIC.length);
  const id = blob.subarray(0, ID).toString();
  const of = (owner: FakeKey) => owner.materials.find((material) => material.id === id);
  const material = of(key);
  if (material === undefined) {
    const name = keys.some(of) ? "IncorrectKeyException" : "InvalidCiphertextException";
    throw new AwsError(name, "wrong key");
  }
  try {
    const decipher = createDecipheriv("aes-256-gcm", material.secret, blob.subarray(ID, ID + IV))
      .setAAD(Buffer.from(context))
      .setAuthTag(blob.subarray(ID + IV, ID + IV + TAG));
    const body = blob.subarray(ID + IV + TAG + PADDING.length);
    return { plaintext: Buffer.concat([decipher.update(body), decipher.final()]), material: id };
  } catch {
    throw new AwsError("InvalidCiphertextException", "not authentic");
  }
}

function send(outgoing: ServerResponse, status: number, body: Readonly<Record<string, unknown>>): void {
  outgoing.writeHead(status, { "content-type": "application/x-amz-json-1.1" }).end(JSON.stringify(body));
}
