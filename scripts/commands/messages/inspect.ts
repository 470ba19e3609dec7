import { lstat } from "node:fs/promises";
import { findBackup, LATEST } from "../../core/backup/list";
import { type AnyInspection, inspectPipe, inspectPlaces } from "../../core/crypto/inspect-any";
import { fileRanges } from "../../core/crypto/message/inspect-file";
import { parseId } from "../../core/object-key";
import type { ByteRanges } from "../../core/ports";
import { openFile, PIPE } from "../../core/streams/byte-source";
import { OperatorError } from "../../errors";
import type { Report } from "../../output/output";
import type { Settings } from "../../settings/config";
import type { CommandIo } from "../io";
import { inspectionReport } from "./inspect-report";

export interface InspectOptions {
  readonly settings: Settings;
  /** File, `-` for stdin, `s3://bucket/key`, the id of a backup, or `latest`; a file of that name goes first. */
  readonly what: string;
  /** With `latest`: of the backups of this name. */
  readonly name: string | undefined;
}

/** Shows header and framing of a message, or of an age file. No key is used, so all of it is what the message claims. */
export async function run(options: InspectOptions, io: CommandIo): Promise<Report> {
  const { what } = options;
  if (what === PIPE) return inspectionReport({ file: what }, await inspectPipe(io.stdin));
  const object = await findObject(options, io);
  if (object === undefined) return inspectionReport({ file: what }, await ofFile(what));
  const found = await inspectPlaces(object.ranges, true);
  return inspectionReport({ object: object.place, ranges: object.ranges }, found);
}

async function ofFile(name: string): Promise<AnyInspection> {
  const file = await openFile(name);
  try {
    const stats = await file.stat();
    return stats.isFile()
      ? await inspectPlaces(fileRanges(file, stats.size), false)
      : await inspectPipe(file.createReadStream());
  } finally {
    await file.close();
  }
}

interface FoundObject {
  /** `s3://bucket/key` */
  readonly place: string;
  readonly ranges: ByteRanges;
}

/** @returns `undefined` for what can only be a file. */
async function findObject(options: InspectOptions, io: CommandIo): Promise<FoundObject | undefined> {
  const { settings, what, name } = options;
  const { services, signal, output } = io;
  if (what.startsWith("s3://")) {
    const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/s.exec(what) ?? [];
    if (bucket === undefined || key === undefined)
      throw new OperatorError("usage", `'${what}' names no object`, { hint: "give s3://bucket/key" });
    const store = await services.store({ ...settings, bucket });
    return { place: what, ranges: await store.ranges(key, { signal }) };
  }
  if ((what !== LATEST && parseId(what) === undefined) || (await isThere(what))) return undefined;
  if (settings.bucket === undefined)
    throw new OperatorError("source", `there is no file ${what}, and no bucket to look for such a backup`, {
      hint: "give --bucket, or --outputs FILE",
    });
  const store = await services.store(settings);
  const { backup, remarks } = await findBackup(
    store,
    what,
    { prefixes: settings.searchPrefixes, name },
    signal,
  );
  for (const remark of remarks) output.warn(remark);
  return { place: `${store.name}/${backup.id}`, ranges: await store.ranges(backup.id, { signal }) };
}

const isThere = (name: string): Promise<boolean> =>
  lstat(name).then(
    () => true,
    () => false,
  );
