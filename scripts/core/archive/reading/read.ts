import { hash } from "node:crypto";
import { OperatorError } from "../../../errors";
import type { WorkCrew } from "../../crew/work-crew";
import { ByteReader, type Chunks } from "../../streams/byte-reader";
import { type BackupInfo, parseInfo } from "../info";
import { ARCHIVE_LIMIT } from "../limits";
import { INFO_PATH, type Member, quotePath, SUMS_PATH } from "../member";
import { digestedByThread, digestedHere } from "./digested-body";
import { ExpectedSums } from "./expected-sums";
import { Judge, refused, toMember } from "./judge";
import { type Body, piecesOf, readTar } from "./tar-reader";
import type { RawHeader } from "./tar-records";

/** Where members go. Each is complete before the next begins, and parents come before what they hold. */
export interface ArchiveSink {
  directory(member: Member): Promise<void>;
  /** Must read `body` to its end, and keep nothing of a chunk when it asks for the next one: other bytes may stand there then. */
  file(member: Member, body: Body): Promise<void>;
  symlink(member: Member): Promise<void>;
}

export interface ArchiveContent {
  readonly info: BackupInfo;
  readonly files: number;
  readonly directories: number;
  readonly symlinks: number;
  /** Bytes of all files. */
  readonly bytes: number;
}

/** Told of `backup.json` as it stands there, before any member. */
export type OnInfo = (bytes: Buffer) => void;

/** Bytes of a file that are digested where they are read: 1 MiB. Threads digest those of longer ones. */
const SHORT_BYTES = 1024 * 1024;

/**
 * Reads an archive of {@link writeArchive} to its last byte: only paths and types on the allow-list, the description
 * first, the digests last, and each digest equal to the bytes that came.
 *
 * @param sinkFor looks at the description before anything else is read: throws when it is not the wanted one, or says where
 *   the members go.
 * @param crew digests long files, where their bytes stand in memory that is shared.
 * @throws {@link OperatorError} `notAuthentic` when the archive breaks a rule, or whatever `tar` or the sink fails with.
 */
export async function readArchive(
  tar: Chunks,
  sinkFor: (info: BackupInfo) => ArchiveSink,
  onInfo: OnInfo = () => {},
  crew?: WorkCrew,
): Promise<ArchiveContent> {
  const reader = new ArchiveReader(sinkFor, onInfo, crew);
  const bytes = new ByteReader(tar);
  try {
    for await (const { header, body } of readTar(bytes)) await reader.entry(header, body);
    return reader.finish();
  } finally {
    await bytes.close();
  }
}

class ArchiveReader {
  private readonly judge = new Judge();
  private readonly sums = new ExpectedSums();
  private opened: { readonly info: BackupInfo; readonly sink: ArchiveSink } | undefined;
  private complete = false;
  private readonly counts = { files: 0, directories: 0, symlinks: 0, bytes: 0 };
  constructor(
    private readonly sinkFor: (info: BackupInfo) => ArchiveSink,
    private readonly onInfo: OnInfo,
    private readonly crew: WorkCrew | undefined,
  ) {}

  async entry(header: RawHeader, body: Body): Promise<void> {
    if (this.complete)
      throw refused(header.name.slice(0, 200), `comes after ${SUMS_PATH}, which must be the last`);
    if (this.opened === undefined) return this.readInfo(header, body);
    if (header.name === SUMS_PATH) return this.compareSums(header, body);
    return this.member(this.judge.admit(header), body, this.opened.sink);
  }

  finish(): ArchiveContent {
    if (this.opened !== undefined && this.complete) return { info: this.opened.info, ...this.counts };
    throw new OperatorError("notAuthentic", `the archive ends without ${SUMS_PATH}: it is not complete`, {
      hint: "check that the object was written by `sealstack backup`",
    });
  }

  private async readInfo(header: RawHeader, body: Body): Promise<void> {
    const { path, type, size } = toMember(header);
    if (path !== INFO_PATH || type !== "file") throw refused(path, `stands where ${INFO_PATH} must be`);
    if (size > ARCHIVE_LIMIT.infoBytes)
      throw refused(path, `is longer than ${ARCHIVE_LIMIT.infoBytes} bytes`);
    const bytes = await collect(body);
    const info = parseInfo(bytes);
    this.onInfo(bytes);
    this.opened = { info, sink: this.sinkFor(info) };
    this.sums.add(hash("sha256", bytes, "buffer"), path);
  }

  private async member(member: Member, body: Body, sink: ArchiveSink): Promise<void> {
    if (member.type === "file") {
      this.sums.add(await this.digested(member, body, sink), member.path);
      this.counts.files += 1;
      this.counts.bytes += member.size;
      return;
    }
    if (member.type === "directory") await sink.directory(member);
    else await sink.symlink(member);
    this.counts[member.type === "directory" ? "directories" : "symlinks"] += 1;
  }

  /** Hands the file on. @returns its SHA-256. */
  private async digested(member: Member, body: Body, sink: ArchiveSink): Promise<Buffer> {
    if (isWhole(body) && member.size <= SHORT_BYTES) {
      const sha256 = hash("sha256", body[0][0], "buffer");
      await sink.file(member, body);
      return sha256;
    }
    const byThread = member.size > SHORT_BYTES && this.crew !== undefined;
    const digested = byThread ? digestedByThread(body, this.crew) : digestedHere(body);
    await sink.file(member, digested);
    return await digested.sha256();
  }

  private async compareSums(header: RawHeader, body: Body): Promise<void> {
    const { size } = toMember(header);
    const difference = await this.sums.differs(size, piecesOf(body));
    if (difference !== undefined) throw differs(difference.line);
    this.complete = true;
  }
}

function differs(line: string | undefined): OperatorError {
  const path = line?.replace(/^\\?[0-9a-f]{64} {2}/, "").trimEnd();
  const which = path === undefined ? "its list of files is another" : `see ${quotePath(path)}`;
  return new OperatorError("notAuthentic", `the files differ from ${SUMS_PATH} inside the backup: ${which}`, {
    hint: "check that the object was written by `sealstack backup`, and verify an older backup",
  });
}

const isWhole = (body: Body): body is readonly [readonly [Buffer]] => Array.isArray(body);

async function collect(body: Body): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of piecesOf(body)) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
