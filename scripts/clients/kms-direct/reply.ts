/** An answer of KMS: AWS JSON 1.1. Source: https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html */
import type { HttpResponse } from "@smithy/core/transport";
import { BadReplyError } from "../replies/bad-reply";

/** Fields as they came: nothing of them is certain. */
export type Fields = Readonly<Record<string, unknown>>;

/** Of the calls that are made, the fields that hold bytes, and those that hold seconds since 1970; wherever they stand. */
const BYTES: ReadonlySet<string> = new Set(["CiphertextBlob", "Plaintext"]);
const DATES: ReadonlySet<string> = new Set(["CreationDate", "LastUpdatedDate"]);

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** @throws Error with KMS's name for its failure; BadReplyError for what cannot be read, of which nothing is told. */
export function readReply(response: HttpResponse): Fields {
  const failed = response.statusCode >= 300;
  const fields = parsed(response.body as Uint8Array, failed ? undefined : typed);
  if (failed) throw failureOf(response, fields ?? {});
  if (fields === undefined) throw new BadReplyError("the reply cannot be read");
  return fields;
}

/** @returns `undefined` for what is no object of JSON. */
function parsed(body: Uint8Array, reviver?: (name: string, value: unknown) => unknown): Fields | undefined {
  if (body.length === 0) return {};
  try {
    const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString();
    const value: unknown = JSON.parse(text, reviver);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Fields)
      : undefined;
  } catch {
    return undefined; // the message of the error quotes the text, which may be a key
  }
}

function typed(name: string, value: unknown): unknown {
  if (DATES.has(name) && typeof value === "number") return new Date(value * 1_000);
  if (!BYTES.has(name) || value === null) return value;
  if (typeof value === "string" && BASE64.test(value)) return Buffer.from(value, "base64");
  throw new TypeError(`${name} is no Base64`);
}

/** As the SDK makes it: by the name and by `$metadata`, it tells what is tried again, and so do our tables. */
function failureOf(response: HttpResponse, fields: Fields): Error {
  const { statusCode: httpStatusCode, headers } = response;
  const name = nameOf(fields.__type ?? fields.code ?? headers["x-amzn-errortype"]);
  const words = fields.message ?? fields.Message;
  const error = Object.assign(new Error(typeof words === "string" && name !== undefined ? words : UNKNOWN), {
    name: name ?? UNKNOWN,
    $fault: httpStatusCode < 500 ? "client" : "server",
    $metadata: { httpStatusCode, requestId: headers["x-amzn-requestid"] },
  });
  // Not listed: with the date of the server in it, the signer corrects the clock.
  return Object.defineProperty(error, "$response", { value: response });
}

const UNKNOWN = "UnknownError";

/** Such as `com.amazonaws.kms#NotFoundException:http://internal/`. */
function nameOf(type: unknown): string | undefined {
  if (typeof type !== "string") return undefined;
  const name = type.split(/[,:]/, 1)[0]?.split("#").at(-1);
  return name === "" ? undefined : name;
}
