/** What the threads of a restore are told, and what they answer: crew-worker.js does it, {@link WorkCrew} asks for it. */
import type { KeyObject } from "node:crypto";

/** Bytes of memory that threads share. */
export type Place = Uint8Array<SharedArrayBuffer>;

/** A request that a thread sends by itself, without a proxy between, and what the reply must say. */
export interface DirectRequest {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  /** CAs in PEM. @default - those of Node.js */
  readonly ca?: readonly string[] | undefined;
  /** All of the request: its line, its headers, and an empty line. */
  readonly head: string;
  /** Headers of the reply, in small letters, and what stands in them. */
  readonly expected: Readonly<Record<string, string>>;
  /** Milliseconds for a connection; then for the head of the reply. */
  readonly connectMs: number;
  readonly headMs: number;
}

/** The key of a message's frames, and what authenticates their places. */
export interface OpeningMessage {
  readonly key: KeyObject;
  readonly cipher: string;
  /** Beginning of the additional authenticated data of every frame but the last. */
  readonly frameAad: Uint8Array;
  /** The same for the last frame. */
  readonly finalAad: Uint8Array;
  readonly frameLength: number;
  /** Frames in the message, the last one included. */
  readonly frames: number;
  /** Plaintext bytes of the last frame. */
  readonly lastLength: number;
}

/** One thing that is asked for; {@link WorkCrew} numbers them. */
export type CrewJob =
  /** Open one more connection for requests like this one, which is not sent. */
  | { readonly connect: DirectRequest }
  /** Fill `into`, all of it, with the body of the reply. */
  | { readonly fetch: DirectRequest; readonly into: Place }
  /** Open whole frames where they stand: the plaintext begins where the first one did. */
  | { readonly open: OpeningMessage; readonly sealed: Place; readonly first: number }
  /** Open a member of gzip that holds so many bytes, by its own account. It may stand in several places. */
  | { readonly member: readonly Place[]; readonly into: Place }
  /** Compare bytes with their checksums. */
  | { readonly check: readonly Checked[] }
  /** Digest more of what the thread digests under this number, and write it. */
  | { readonly digest: number; readonly more: readonly Bytes[]; readonly into?: Output | undefined }
  | { readonly digest: number; readonly end: true };

/** Bytes in one place, or in several of one memory, one behind the other. A message with a view for each of them would take its time. */
export type Bytes = Uint8Array | Stretches;

export interface Stretches {
  readonly memory: SharedArrayBuffer;
  /** Where the first begins, how long it is, where the second begins, and so on. */
  readonly at: readonly number[];
}

/** Bytes and their CRC-32. */
export interface Checked {
  readonly bytes: readonly Bytes[];
  readonly crc32: number;
}

/** Where in a file bytes go. Its descriptor stays open as long as a thread may use it: its number is another file's a moment later. */
export interface Output {
  readonly fd: number;
  readonly position: number;
}

/** Why bytes could not be written, as Node.js says it. */
export interface NotWritten {
  readonly code: string;
  readonly message: string;
}

/** A frame that is not authentic. */
export interface BadFrame {
  /** Its number, from 1. */
  readonly frame: number;
  /** The number of the one that stands in its place, if it is another. */
  readonly stands?: number;
  /** Of its end: other bytes follow the last one, the last one is not all there, or it is longer than a frame may be. */
  readonly is?: "followed" | "cut" | "too long";
}

/** In the order of {@link CrewJob}. */
export type CrewAnswer =
  /** It is on its way, or not: whoever sends a request finds out. */
  | { readonly connecting: true }
  | { readonly arrived: true }
  /** Anything that is not the expected reply, all of it: the connection is closed, and nothing is said of who was at fault. */
  | { readonly odd: string }
  /** Bytes of plaintext. */
  | { readonly opened: number }
  | { readonly bad: BadFrame }
  | { readonly inflated: true }
  | { readonly problem: string }
  | { readonly right: boolean }
  | { readonly digested: true }
  | { readonly notWritten: NotWritten }
  | { readonly sha256: Uint8Array };

/** How both travel; `null` instead of a job ends the thread. */
export type Numbered<T> = T & { readonly id: number };
