/** What each operation of a fleet takes. */
import { FRAME_LENGTH_BYTES } from "../../crypto/limits";
import { RANGE_BYTES } from "../../store/limits";
import { kmsCallsOf, type OperationSettings } from "../operations";

/** Frames that `verify-quick` reads, each a request, and the header. */
const QUICK_READS = 10;

export interface WorkOfFleet {
  /** Requests to KMS, at most. */
  readonly kmsCalls: number;
  /** Requests to S3 that read, and that write or list. */
  readonly reads: number;
  readonly writes: number;
  /** Bytes that are read or written by whoever does the work. */
  readonly bytes: number;
  /** Whether a function is invoked for each object. */
  readonly invokes: boolean;
}

/** The backups that work is done on. */
export interface FleetSize {
  readonly objects: number;
  /** Of all of them. */
  readonly bytes: number;
}

/** Requests for all objects; listings cost what writing does. @param byS3 whether S3 does what it can do itself */
export function workOf(work: OperationSettings, { objects, bytes }: FleetSize, byS3: boolean): WorkOfFleet {
  const pieces = objects + Math.floor(bytes / RANGE_BYTES);
  switch (work.operation) {
    case "rekey-outer":
      return {
        kmsCalls: objects * kmsCallsOf(work),
        reads: byS3 ? 0 : objects,
        writes: 0, // what S3 takes for an update is not known
        bytes: 0,
        invokes: !byS3,
      };
    case "fixity":
      return {
        kmsCalls: 0,
        reads: objects + (byS3 ? 0 : pieces),
        writes: 0,
        bytes: byS3 ? 0 : bytes,
        invokes: !byS3,
      };
    case "verify":
      return {
        kmsCalls: objects * kmsCallsOf(work),
        reads: objects + pieces,
        writes: 0,
        bytes,
        invokes: true,
      };
    case "verify-quick":
      return {
        kmsCalls: objects * kmsCallsOf(work),
        reads: objects * (QUICK_READS + 1),
        writes: 0,
        bytes: Math.min(bytes, objects * QUICK_READS * FRAME_LENGTH_BYTES),
        invokes: true,
      };
    case "rewrap":
      return {
        kmsCalls: objects * kmsCallsOf(work),
        reads: objects,
        writes: objects * 3,
        bytes: 0,
        invokes: true,
      };
    case "reencrypt":
      return {
        kmsCalls: objects * kmsCallsOf(work),
        reads: objects * 3 + pieces,
        writes: objects * 3 + pieces,
        bytes: bytes * 3, // opened, sealed, and opened again to prove it
        invokes: true,
      };
  }
}
