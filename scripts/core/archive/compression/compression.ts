/** The compressions that a payload can have; its object key says which. Pure. */

import { COMPRESSION_SUFFIX } from "../../../../modules/backup-contract";

export interface CompressionFormat {
  /** What follows `.tar` in the object key; `""` without compression. */
  readonly suffix: string;
  /** First bytes of the data; empty where there is nothing to recognize it by. */
  readonly magic: Buffer;
}

/**
 * Each kind may be several pieces one after the other: members of gzip, frames of zstd. Readers go on to the last one.
 */
export const COMPRESSION = {
  /** Source: RFC 1952, 2.3.1, ID1, ID2 and CM (8, deflate). */
  gzip: { suffix: COMPRESSION_SUFFIX.gzip, magic: Buffer.from([0x1f, 0x8b, 0x08]) },
  /** Source: RFC 8878, 3.1.1, Magic_Number. */
  zstd: { suffix: COMPRESSION_SUFFIX.zstd, magic: Buffer.from([0x28, 0xb5, 0x2f, 0xfd]) },
  none: { suffix: COMPRESSION_SUFFIX.none, magic: Buffer.alloc(0) },
} as const satisfies Readonly<Record<Compression, CompressionFormat>>;

export type Compression = keyof typeof COMPRESSION_SUFFIX;

export const COMPRESSIONS = Object.keys(COMPRESSION_SUFFIX) as readonly Compression[];

/** What `tar xzf` opens everywhere. */
export const DEFAULT_COMPRESSION: Compression = "gzip";
