import type { Header } from "tar-stream";
import { OperatorError } from "../../../errors";
import { ARCHIVE_LIMIT } from "../limits";
import {
  linkProblem,
  type Member,
  parentPath,
  pathProblem,
  quotePath,
  RESERVED_FOLDER,
  ROOT_PATH,
} from "../member";

/** What tar-stream makes of a header: its types promise more than a hostile archive keeps. */
export type RawHeader = {
  readonly [Field in keyof Header]: Field extends "pax" ? unknown : Header[Field] | null;
};

/** Types that are extracted. Anything else is refused: hard links, devices, FIFOs, sparse and unknown ones. */
const ALLOWED_TYPES: ReadonlySet<unknown> = new Set(["file", "directory", "symlink"]);

/** pax records that the writer uses; any other, such as a second size, could make two readers disagree. */
const ALLOWED_RECORDS: ReadonlySet<string> = new Set(["path", "linkpath", "mtime", "uid", "gid"]);

/** Decides, member by member, what of an archive is allowed; keeps what it needs to tell duplicates and parents. */
export class Judge {
  private readonly seen = new Set<string>();
  private readonly directories = new Set<string>([ROOT_PATH]);
  private pathBytes = 0;

  /** @throws {@link OperatorError} `notAuthentic` naming the member and the rule that it breaks. */
  admit(raw: RawHeader): Member {
    const member = toMember(raw);
    const { path, type } = member;
    if (path.split("/")[0] === RESERVED_FOLDER)
      throw refused(path, `lies in the reserved folder ${RESERVED_FOLDER}`);
    if (this.seen.has(path)) throw refused(path, "stands in the archive twice");
    if (!this.directories.has(parentPath(path))) throw refused(path, "lies in no directory of the archive");
    if (this.seen.size >= ARCHIVE_LIMIT.members)
      throw refused(path, `comes after ${ARCHIVE_LIMIT.members} others, which is the limit`);
    this.pathBytes += Buffer.byteLength(path);
    if (this.pathBytes > ARCHIVE_LIMIT.allPathBytes) throw refused(path, "makes the list of paths too long");
    this.seen.add(path);
    if (type === "directory") this.directories.add(path);
    return member;
  }
}

/** The header as a member. Path and numbers are checked; what the member is among others is not. */
export function toMember(raw: RawHeader): Member {
  const path = memberPath(raw);
  const { type, size } = raw;
  if (!ALLOWED_TYPES.has(type))
    throw refused(path, `is a ${type ?? "member of an unknown type"}, which is not allowed`);
  for (const record of Object.keys(raw.pax ?? {}))
    if (!ALLOWED_RECORDS.has(record))
      throw refused(path, `has the pax record ${quotePath(record)}, which is not allowed`);
  const pax = (raw.pax ?? {}) as { readonly [Record in "mtime" | "uid" | "gid"]?: string };
  const member: Member = {
    type: type as Member["type"],
    path,
    mode: whole(path, "mode", raw.mode),
    uid: whole(path, "uid", pax.uid ?? raw.uid),
    gid: whole(path, "gid", pax.gid ?? raw.gid),
    mtimeSeconds: whole(
      path,
      "mtime",
      pax.mtime ?? (raw.mtime?.getTime() ?? 0) / 1000,
      ARCHIVE_LIMIT.mtimeSeconds.min,
    ),
    size: whole(path, "size", size),
  };
  if (type !== "file" && size !== 0) throw refused(path, `is a ${type} with content`);
  if (type !== "symlink") return member;
  const linkTarget = raw.linkname ?? "";
  const problem = linkProblem(path, linkTarget);
  if (problem !== undefined) throw refused(path, `is a link whose target ${problem}`);
  return { ...member, linkTarget };
}

function memberPath({ name, type }: RawHeader): string {
  const given = name ?? "";
  if (type === "directory" && given === "./") return ROOT_PATH;
  const path = type === "directory" && given.endsWith("/") ? given.slice(0, -1) : given;
  const problem = pathProblem(path);
  if (problem !== undefined) throw refused(given.slice(0, 200), problem);
  return path;
}

function whole(path: string, field: string, value: number | string | null, min = 0): number {
  const number = typeof value === "string" ? Number(value) : value;
  if (number === null || !Number.isSafeInteger(number) || number < min)
    throw refused(path, `has no valid ${field}`);
  return number;
}

/** Authentic or not, an archive that sealstack would never write is not published. */
export function refused(path: string, problem: string): OperatorError {
  return new OperatorError(
    "notAuthentic",
    `the archive is not safe to extract: ${quotePath(path)} ${problem}`,
    {
      hint: "check who can write to the bucket: `sealstack backup` makes no such archive",
    },
  );
}
