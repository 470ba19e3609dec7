import { createHash } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { type Header, pack } from "tar-stream";
import { type BackupInfo, formatInfo } from "../../../scripts/core/archive/info";
import { INFO_PATH, SUMS_PATH } from "../../../scripts/core/archive/member";
import { type ExtractOptions, Extractor } from "../../../scripts/core/archive/reading/extract";
import { type ArchiveContent, readArchive } from "../../../scripts/core/archive/reading/read";
import { Sums } from "../../../scripts/core/archive/sums";
import { writeArchive } from "../../../scripts/core/archive/writing/write";
import { type FilesOptions, filesSource } from "../../../scripts/core/sources/files";

export const INFO: BackupInfo = {
  schemaVersion: 1,
  id: "step-ca/ca-20261122T014200Z.tar.gz.kms",
  source: "files",
  createdAt: "2026-11-22T01:42:00.000Z",
  host: "ca1",
  toolVersion: "0.1.0",
  checks: [],
  skipped: [],
};

/** The tar stream of a path. */
export async function packed(path: string, options: FilesOptions = {}): Promise<Buffer> {
  const { members } = await filesSource(path, options);
  return buffer(Readable.from(writeArchive(INFO, members)));
}

/** Extracts a tar stream below `into`, which is made. */
export async function unpack(
  tar: Buffer,
  into: string,
  options: ExtractOptions = {},
): Promise<ArchiveContent> {
  await mkdir(into, { mode: 0o700 });
  const extractor = new Extractor(into, options);
  const content = await readArchive(Readable.from(slices(tar)), () => extractor);
  await extractor.finish();
  return content;
}

/** Odd slices, so that no reader can lean on chunk boundaries. */
function* slices(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += 1777) yield bytes.subarray(at, at + 1777);
}

/** One member of an archive made by hand; `pax` are extra records. */
export type Evil = Partial<Header> & { readonly name: string; readonly body?: Buffer };

/**
 * An archive that is right but for the members given: the description first, and digests of all regular files last.
 * @param after members behind the digests.
 */
export async function forged(members: readonly Evil[], after: readonly Evil[] = []): Promise<Buffer> {
  const tar = pack();
  const description = formatInfo(INFO);
  const sums = new Sums();
  sums.add(sha256(description), INFO_PATH);
  const add = ({ body = Buffer.alloc(0), ...header }: Evil): void => {
    const stream = tar.entry({
      mode: 0o644,
      mtime: new Date(0),
      ...header,
      size: header.size ?? body.length,
    });
    if (header.type === undefined || header.type === "file") {
      stream.end(body);
      sums.add(sha256(body), header.name);
    } else if (header.type === "contiguous-file") stream.end(body);
  };
  tar.entry({ name: INFO_PATH, size: description.length }).end(description);
  for (const member of members) add(member);
  const lines = Buffer.concat([...sums.text(() => Buffer.alloc(4096))]);
  tar.entry({ name: SUMS_PATH, size: lines.length }).end(lines);
  for (const member of after) add(member);
  tar.finalize();
  return buffer(tar as AsyncIterable<Buffer>);
}

const sha256 = (bytes: Buffer): Buffer => createHash("sha256").update(bytes).digest();
