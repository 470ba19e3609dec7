/**
 * Stands before the decryptor: reads the header with the official parser, lets the caller judge it before any KMS
 * call, and passes on only bytes that belong to the message.
 */
import { Transform, type TransformCallback } from "node:stream";
import { NodeAlgorithmSuite } from "@aws-crypto/material-management-node";
import { deserializeFactory, type HeaderInfo, type MessageHeader } from "@aws-crypto/serialize";
import { OperatorError } from "../../errors";
import { MAX_FRAME_LENGTH_BYTES, MAX_HEADER_BYTES } from "./limits";
import { damaged, MessageBody, tooLong } from "./message-body";
import { checkFirstBytes } from "./not-a-message";

const { deserializeMessageHeader } = deserializeFactory(
  (input: Uint8Array) => Buffer.from(input.buffer, input.byteOffset, input.byteLength).toString("utf8"),
  NodeAlgorithmSuite,
);

export class MessageGate extends Transform {
  private start: Buffer = Buffer.alloc(0);
  private body: MessageBody | undefined;

  /** @param admit judges the header; throws to refuse the message. */
  constructor(private readonly admit: (header: MessageHeader) => void) {
    super();
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    try {
      if (this.body === undefined) this.readHeader(chunk);
      else {
        this.body.push(chunk);
        this.push(chunk);
      }
      done();
    } catch (error) {
      done(error as Error);
    }
  }

  override _flush(done: TransformCallback): void {
    if (this.body?.ended === true) done();
    else if (this.body === undefined && this.start.length === 0)
      done(new OperatorError("notAuthentic", "the input is empty"));
    else done(truncated());
  }

  private readHeader(chunk: Buffer): void {
    this.start = Buffer.concat([this.start, chunk]);
    checkFirstBytes(this.start);
    const info = parse(this.start);
    if (info === undefined) {
      if (this.start.length > MAX_HEADER_BYTES)
        throw damaged(`its header is longer than ${MAX_HEADER_BYTES} bytes`);
      return;
    }
    const { messageHeader, algorithmSuite, headerAuth, rawHeader } = info;
    if (messageHeader.frameLength > MAX_FRAME_LENGTH_BYTES) throw tooLong(messageHeader.frameLength);
    this.admit(messageHeader);
    this.body = new MessageBody({
      frameLength: messageHeader.frameLength,
      ivBytes: algorithmSuite.ivLength,
      tagBytes: algorithmSuite.tagLength / 8,
      signed: algorithmSuite.signatureCurve !== undefined,
    });
    const headerBytes = rawHeader.byteLength + headerAuth.headerAuthLength;
    this.body.push(this.start.subarray(headerBytes));
    this.push(this.start);
    this.start = Buffer.alloc(0);
  }
}

function parse(bytes: Buffer): HeaderInfo | undefined {
  try {
    const info = deserializeMessageHeader(bytes, { maxEncryptedDataKeys: false });
    return info === false ? undefined : info;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new OperatorError("notAuthentic", `the message header cannot be read: ${why}`, { cause });
  }
}

function truncated(): OperatorError {
  return new OperatorError("notAuthentic", "the message is truncated: it ends before its last frame", {
    hint: "fetch the file again; if its size equals the manifest's, the upload was cut",
  });
}
