/** What the threads of a backup are given and what they give back. */
import type { Compression } from "../compression/compression";

/** Bytes of the archive that are compressed on their own, at least: 1 MiB. Shorter blocks compress worse, longer ones take more memory. */
export const BLOCK_BYTES = 1024 * 1024;

/** A short file, which the thread reads itself and pads. */
export interface FileToRead {
  /** Where it is. */
  readonly place: string;
  /** What it was when it was found; see `identity`. */
  readonly seen: string;
  readonly size: number;
}

/** So many bytes of {@link BlockJob.small}, bytes that own their whole `ArrayBuffer` (it is given away), or a file. */
export type Piece = number | Uint8Array<ArrayBuffer> | FileToRead;

/** What a thread turns into one piece of the backup. */
export interface BlockJob {
  /** Headers and the like, one after the other: a buffer for each would cost more than what it holds. */
  readonly small: Uint8Array<ArrayBuffer>;
  readonly pieces: readonly Piece[];
  /** Bytes of all pieces, padding included. */
  readonly bytes: number;
}

export interface MadeBlock {
  readonly data: Uint8Array<ArrayBuffer>;
  /** SHA-256 of each file that the thread read, one after the other. */
  readonly digests: Uint8Array<ArrayBuffer>;
  /** Memory of a piece that is of no more use. */
  readonly spare?: ArrayBuffer | undefined;
}

/** Why there is no block. */
export interface BlockProblem {
  /** Which of the files that the thread was to read, from 0; absent when it was something else. */
  readonly file?: number;
  /** It is not what was found before, or changed while it was read. */
  readonly changed?: boolean;
  /** Of the system. */
  readonly code?: string;
  readonly message?: string;
}

export type BlockReply = MadeBlock | { readonly problem: BlockProblem };

export interface BlockSettings {
  readonly compression: Compression;
}
