/** What a row of the table says, and what many rows have in common. */
import { join } from "node:path";
import type { ExitName } from "../../../scripts/errors";
import type { Fault } from "./faults";
import type { FaultWorld } from "./world";

type Ends = Readonly<Partial<Record<Fault, ExitName>>>;

export interface FaultRow {
  readonly command: string;
  /** @param out a place that nothing is at. */
  readonly argv: (world: FaultWorld, out: string) => readonly string[];
  readonly stdin?: string;
  /** What stands on stdout before anybody is asked. */
  readonly says?: string;
  /** How it ends where nothing is wrong. @default "ok" */
  readonly works?: ExitName;
  /** How it ends under a fault that does not stop everything. */
  readonly ends?: Ends;
  /** Faults that are tried and do it no harm, besides slowness. */
  readonly harmless?: readonly Fault[];
  /** Whether a report says what failed, in place of an error. */
  readonly reports?: true;
  /** Whether it keeps files that say what failed, or from where to go on. */
  readonly keeps?: true;
}

/** Of everything that has to ask. */
export const STOPS: Ends = {
  throttled: "unavailable",
  "500": "unavailable",
  "503": "unavailable",
  cut: "unavailable",
  stall: "unavailable",
  "clock skew": "credentials",
};

export const USES_KEY: Ends = { "wrong KeyId": "badReply" };
export const PAGES: Ends = { "cut listing": "badReply", "circle of pages": "badReply" };
export const LISTS: Ends = { ...PAGES, "error in 200": "unavailable" };

export const LISTED: Ends = { "cut listing": "problems", "circle of pages": "problems" };
export const UNLISTED: readonly Fault[] = ["cut listing", "circle of pages", "odd ETags"];
export const FETCHED: readonly Fault[] = ["odd ETags", "error in 200"];

export const key = ({ keyArn }: FaultWorld) => ["--key", keyArn];
export const place = ["--bucket", "backups", "--prefix", "p/"];
export const bucket = ["--bucket", "backups"];
export const file = ({ dir }: FaultWorld, name = "file") => join(dir, name);
export const fields = ["--table", "t", "--id-field", "id", "--field", "card"];
export const role = (name: string) => `arn:aws:iam::111122223333:role/${name}`;

/** The last part of a path is a name as well. */
export const nameOf = (out: string): string => out.split("/").at(-1) ?? out;
