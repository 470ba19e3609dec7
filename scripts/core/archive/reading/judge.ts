import { OperatorError } from "../../../errors";
import { ARCHIVE_LIMIT, nameBytes } from "../limits";
import { linkProblem, type Member, pathProblem, quotePath, RESERVED_FOLDER, ROOT_PATH } from "../member";
import { Order } from "./order";
import type { RawHeader } from "./tar-records";

/** Types that are extracted. Anything else is refused: hard links, devices, FIFOs, sparse and unknown ones. */
const ALLOWED_TYPES: ReadonlySet<unknown> = new Set(["file", "directory", "symlink"]);

/** Owners: the largest number stands for "leave it as it is" when it is set. Source: chown(2). */
const MAX_OWNER = 2 ** 32 - 2;
const MAX_MODE = 0o7777;

/** Decides, member by member, what of an archive is allowed. */
export class Judge {
  private readonly order = new Order();
  private nameBytes = 0;

  /** @throws {@link OperatorError} `notAuthentic` naming the member and the rule that it breaks. */
  admit(raw: RawHeader): Member {
    const member = toMember(raw);
    const { path } = member;
    if (path.split("/", 1)[0] === RESERVED_FOLDER)
      throw refused(path, `lies in the reserved folder ${RESERVED_FOLDER}`);
    const problem = this.order.problem(member);
    if (problem !== undefined) throw refused(path, problem);
    this.nameBytes += nameBytes(member);
    if (this.nameBytes > ARCHIVE_LIMIT.allNameBytes) throw refused(path, "makes the list of names too long");
    return member;
  }
}

/** The header as a member. Path and numbers are checked; what the member is among others is not. */
export function toMember(raw: RawHeader): Member {
  const { type, problem } = raw;
  const named = raw.name.slice(0, SHOWN_LENGTH);
  if (problem !== undefined) throw refused(named, problem);
  if (!ALLOWED_TYPES.has(type))
    throw refused(named, `is a ${type ?? "member of an unknown type"}, which is not allowed`);
  const path = memberPath(raw);
  const { min, max } = ARCHIVE_LIMIT.mtimeSeconds;
  const member: Member = {
    type: type as Member["type"],
    path,
    mode: within(path, "mode", raw.mode, 0, MAX_MODE),
    uid: within(path, "uid", raw.uid, 0, MAX_OWNER),
    gid: within(path, "gid", raw.gid, 0, MAX_OWNER),
    mtimeSeconds: within(path, "mtime", raw.mtimeSeconds, min, max),
    size: within(path, "size", raw.size, 0, Number.MAX_SAFE_INTEGER),
  };
  if (type !== "file" && member.size !== 0) throw refused(path, `is a ${type} with content`);
  if (type !== "symlink") return member;
  const target = linkProblem(path, raw.linkname);
  if (target !== undefined) throw refused(path, `is a link whose target ${target}`);
  return { ...member, linkTarget: raw.linkname };
}

/** Characters of a name that are shown: it may be none. */
const SHOWN_LENGTH = 200;

function memberPath({ name, type }: RawHeader): string {
  if (type === "directory" && name === "./") return ROOT_PATH;
  const path = type === "directory" && name.endsWith("/") ? name.slice(0, -1) : name;
  const problem = pathProblem(path);
  if (problem !== undefined) throw refused(name.slice(0, SHOWN_LENGTH), problem);
  return path;
}

function within(path: string, field: string, value: number | undefined, min: number, max: number): number {
  if (value === undefined || !Number.isSafeInteger(value) || value < min || value > max)
    throw refused(path, `has no valid ${field}`);
  return value;
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
