/**
 * What an age file says about itself: its recipients, and from its length how much is inside. Nothing else is readable without a
 * key, not even whether chunks are missing at its end.
 * @see https://age-encryption.org/v1
 */
import { OperatorError } from "../../../errors";
import { truncated } from "../damage";
import { MAX_HEADER_BYTES } from "../limits";
import { AGE_INTRO } from "../not-a-message";

/** Source: "Payload". */
const NONCE_BYTES = 16;
const CHUNK_BYTES = 64 * 1024;
const TAG_BYTES = 16;

/** One way to open the file. */
export interface AgeRecipient {
  /** `scrypt` for a passphrase, `X25519` for a key. */
  readonly type: string;
  readonly arguments: readonly string[];
}

export interface AgeInspection {
  readonly recipients: readonly AgeRecipient[];
  readonly headerBytes: number;
  /** Bytes of the file. */
  readonly fileBytes: number;
  readonly plaintextBytes: number;
  /** `truncated` when no file has this length; else only the last chunk tells, and it is encrypted. */
  readonly status: "truncated" | "of a possible length";
}

export class AgeInspector {
  private start: Buffer[] = [];
  private startBytes = 0;
  /** The end of the header is looked for again when so many bytes are there. */
  private nextLook = 1;
  private fileBytes = 0;
  private headerBytes: number | undefined;

  /** Infinite once the header is there: of the rest only the length counts. */
  get skippable(): number {
    return this.headerBytes === undefined ? 0 : Number.POSITIVE_INFINITY;
  }

  skip(bytes: number): void {
    this.fileBytes += bytes;
  }

  /** @throws OperatorError `notAuthentic` when there is no end of a header where one should be. */
  push(chunk: Buffer): void {
    this.fileBytes += chunk.length;
    if (this.headerBytes !== undefined) return;
    this.start.push(chunk);
    this.startBytes += chunk.length;
    if (this.startBytes >= this.nextLook) this.lookForHeader();
  }

  /** @throws OperatorError `notAuthentic` when the header is cut. */
  finish(): AgeInspection {
    if (this.headerBytes === undefined) this.lookForHeader();
    const { headerBytes, fileBytes } = this;
    if (headerBytes === undefined) throw truncated();
    const header = Buffer.concat(this.start).subarray(AGE_INTRO.length, headerBytes);
    const sealed = fileBytes - headerBytes - NONCE_BYTES;
    const chunks = Math.max(1, Math.ceil(sealed / (CHUNK_BYTES + TAG_BYTES)));
    const last = sealed - (chunks - 1) * (CHUNK_BYTES + TAG_BYTES);
    // Only an empty file has an empty last chunk.
    const possible = last > TAG_BYTES || (last === TAG_BYTES && chunks === 1);
    return {
      recipients: recipientsOf(header.toString("latin1")),
      headerBytes,
      fileBytes,
      plaintextBytes: Math.max(0, sealed - chunks * TAG_BYTES),
      status: possible ? "of a possible length" : "truncated",
    };
  }

  private lookForHeader(): void {
    const start = Buffer.concat(this.start);
    this.start = [start];
    this.nextLook = 2 * start.length;
    this.headerBytes = endOfHeader(start);
    if (this.headerBytes !== undefined || start.length <= MAX_HEADER_BYTES) return;
    throw new OperatorError(
      "notAuthentic",
      `the header of the age file is longer than ${MAX_HEADER_BYTES} bytes`,
    );
  }
}

/** Bytes up to the end of the line with the header's MAC. */
function endOfHeader(start: Buffer): number | undefined {
  const mac = start.indexOf("\n--- ");
  const end = mac === -1 ? -1 : start.indexOf("\n", mac + 1);
  return end === -1 ? undefined : end + 1;
}

function recipientsOf(header: string): AgeRecipient[] {
  return header
    .split("\n")
    .filter((line) => line.startsWith("-> "))
    .map((line) => {
      const [type = "", ...words] = line.slice(3).split(" ");
      return { type, arguments: words };
    });
}
