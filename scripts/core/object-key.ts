/** Names of the objects of a backup. Pure. */
import { OBJECT_SUFFIX, RECORDS_FOLDER } from "../../modules/backup-contract";
import { OperatorError } from "../errors";
import { COMPRESSION, COMPRESSIONS, type Compression } from "./archive/compression/compression";
import type { MessageCipher } from "./ports";

/** Bytes of an object key. Source: S3 User Guide, "Naming Amazon S3 objects". */
const MAX_KEY_BYTES = 1024;
/** Longest name of a backup; leaves room for the timestamp in tools that show 80 columns. */
const MAX_NAME_LENGTH = 64;

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;
const PREFIX = /^(?:[A-Za-z0-9_=][A-Za-z0-9._=-]*\/)*$/;
/** `20261122T014200Z`: ISO 8601 basic format, UTC, whole seconds. */
const TIMESTAMP = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;

export type Format = MessageCipher["format"];

/** What the end of a payload's key says about it. */
interface Kind {
  readonly format: Format;
  readonly compression: Compression;
}

const SEAL_SUFFIX: Readonly<Record<Format, string>> = {
  "aws-encryption-sdk-v2": OBJECT_SUFFIX.kms,
  "age-v1": OBJECT_SUFFIX.age,
};
const FORMATS = Object.keys(SEAL_SUFFIX) as readonly Format[];

const suffixOf = ({ format, compression }: Kind): string =>
  `.tar${COMPRESSION[compression].suffix}${SEAL_SUFFIX[format]}`;

const KINDS: readonly Kind[] = FORMATS.flatMap((format) =>
  COMPRESSIONS.map((compression) => ({ format, compression })),
);

/** What the key of a payload says. */
export interface BackupName extends Kind {
  /** The object key of the payload. */
  readonly id: string;
  /** With the slash; `""` at the top of the bucket. */
  readonly prefix: string;
  readonly name: string;
  /** Start of the backup, whole seconds. */
  readonly createdAt: Date;
}

/**
 * The id of a new backup.
 * @param prefix with or without the slash at its end.
 * @throws {@link OperatorError} `usage` when prefix or name are not allowed.
 */
export function backupName(parts: Omit<BackupName, "id">): BackupName {
  const { name, createdAt, format, compression } = parts;
  const prefix = normalPrefix(parts.prefix);
  assertName(name);
  const id = `${prefix}${name}-${timestampOf(createdAt)}${suffixOf(parts)}`;
  if (Buffer.byteLength(manifestKey(id)) > MAX_KEY_BYTES)
    throw usage(`the prefix makes object keys longer than ${MAX_KEY_BYTES} bytes`, "choose a shorter prefix");
  const seconds = new Date(Math.floor(createdAt.getTime() / 1000) * 1000);
  return { id, prefix, name, createdAt: seconds, format, compression };
}

/**
 * What the key of a payload says; `undefined` when it is not the key of a payload. Nothing in a folder of records is one, whatever it is called: who may add records
 * adds no backup.
 */
export function parseId(id: string): BackupName | undefined {
  const slash = id.lastIndexOf("/") + 1;
  if (`/${id}`.includes(`/${RECORDS_FOLDER}`)) return undefined;
  const kind = kindOf(id);
  if (kind === undefined) return undefined;
  const stem = id.slice(slash, -suffixOf(kind).length);
  const dash = stem.lastIndexOf("-");
  const name = stem.slice(0, Math.max(0, dash));
  const createdAt = parseTimestamp(stem.slice(dash + 1));
  if (createdAt === undefined || !NAME.test(name)) return undefined;
  return { id, prefix: id.slice(0, slash), name, createdAt, ...kind };
}

/** A time as it stands in object keys: `20261122T014200Z`. */
export const timestampOf = (time: Date): string =>
  time
    .toISOString()
    .replace(/\.\d+Z$/, "Z")
    .replace(/[-:]/g, "");

/** A backup's id without its prefix and everything from `.tar` on. */
export const stemOf = ({ name, createdAt }: Pick<BackupName, "name" | "createdAt">): string =>
  `${name}-${timestampOf(createdAt)}`;

const kindOf = (id: string): Kind | undefined => KINDS.find((kind) => id.endsWith(suffixOf(kind)));

/** The time that {@link timestampOf} wrote; `undefined` when it is none. */
export function parseTimestamp(text: string): Date | undefined {
  const [, year, month, day, hour, minute, second] = TIMESTAMP.exec(text) ?? [];
  if (year === undefined) return undefined;
  const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`;
  const date = new Date(iso);
  // `Date` takes 30 February for 2 March.
  return Number.isNaN(date.getTime()) || date.toISOString() !== iso ? undefined : date;
}

/** Key of the manifest beside a payload. */
export function manifestKey(id: string): string {
  const kind = kindOf(id);
  const suffix = kind === undefined ? "" : suffixOf(kind);
  return `${id.slice(0, id.length - suffix.length)}${OBJECT_SUFFIX.manifest}`;
}

/** @throws {@link OperatorError} `usage` when `name` cannot name a backup. */
export function assertName(name: string): void {
  if (NAME.test(name) && name.length <= MAX_NAME_LENGTH) return;
  throw usage(
    `the name of a backup must be 1 to ${MAX_NAME_LENGTH} letters, digits, '.', '_' or '-', got '${name}'`,
    "choose one with --name",
  );
}

/** Whether a prefix is one that backups can be made below, with its slash. */
export const isPrefix = (prefix: string): boolean => PREFIX.test(prefix);

/** The name, if it can name a backup. @throws {@link OperatorError} `usage`. */
export function namedSo(name: string): string {
  assertName(name);
  return name;
}

/**
 * The prefix with its slash; `""` stays.
 * @throws {@link OperatorError} `usage`.
 */
export function normalPrefix(prefix: string): string {
  const normal = prefix === "" || prefix.endsWith("/") ? prefix : `${prefix}/`;
  if (isPrefix(normal)) return normal;
  throw usage(
    `a prefix must be letters, digits, '.', '_', '=' or '-' between slashes, got '${prefix}'`,
    "give --prefix something like step-ca/",
  );
}

const usage = (message: string, hint: string): OperatorError => new OperatorError("usage", message, { hint });
