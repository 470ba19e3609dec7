/** Whether each member of an archive comes once, behind the directory that holds it. */
import { ARCHIVE_LIMIT } from "../limits";
import { type Member, parentPath, ROOT_PATH } from "../member";
import { PackedList, type Packing } from "../packing/packed-list";

type Came = Pick<Member, "path"> & { readonly isDirectory: boolean };

const CAME: Packing<Came> = {
  write: (bytes, { isDirectory }) => bytes.uint(isDirectory ? 1 : 0),
  read: (path, bytes) => ({ path, isDirectory: bytes.uint() === 1 }),
};

const TWICE = "stands in the archive twice";
const NO_DIRECTORY = "lies in no directory of the archive";

/**
 * In the order of the writer, what comes twice comes next to itself, and what a directory holds comes before anything else: nothing has to be
 * remembered but the way to the last member. Other programs may have another order; theirs are remembered by path, and so the first ones
 * are until there are too many for that.
 */
export class Order {
  private last: string | undefined;
  /** The directories that the last one lies in, or is. */
  private readonly way: string[] = [ROOT_PATH];
  private first: PackedList<Came> | undefined = new PackedList(CAME);
  private any: AnyOrder | undefined;
  private count = 0;

  /** Takes the next member. @returns the rule that it breaks. */
  problem(member: Member): string | undefined {
    const { path } = member;
    if (this.any === undefined && this.last !== undefined && !isBehind(this.last, path)) {
      if (path === this.last) return TWICE;
      if (this.first === undefined)
        return `is out of order, which ${ARCHIVE_LIMIT.anyOrder.members} members at most may be`;
      this.any = new AnyOrder(this.first);
      this.first = undefined;
    }
    if (this.any !== undefined) return this.any.problem(member);
    return this.next(member);
  }

  private next({ path, type }: Member): string | undefined {
    while (this.way.length > 1 && !path.startsWith(`${this.way.at(-1)}/`)) this.way.pop();
    if (this.way.at(-1) !== parentPath(path)) return NO_DIRECTORY;
    if (this.count >= ARCHIVE_LIMIT.members) return tooMany(ARCHIVE_LIMIT.members);
    const isDirectory = type === "directory";
    if (isDirectory && path !== ROOT_PATH) this.way.push(path);
    this.last = path;
    this.count += 1;
    if (this.count > ARCHIVE_LIMIT.anyOrder.members) this.first = undefined;
    this.first?.add({ path, isDirectory });
    return undefined;
  }
}

class AnyOrder {
  private readonly seen = new Set<string>();
  private readonly directories = new Set<string>([ROOT_PATH]);
  private pathBytes = 0;

  /** @param first those that came until now. */
  constructor(first: Iterable<Came>) {
    for (const came of first) this.add(came);
  }

  problem({ path, type }: Member): string | undefined {
    const { members, pathBytes } = ARCHIVE_LIMIT.anyOrder;
    if (this.seen.has(path)) return TWICE;
    if (!this.directories.has(parentPath(path))) return NO_DIRECTORY;
    if (this.seen.size >= members) return tooMany(members);
    this.add({ path, isDirectory: type === "directory" });
    return this.pathBytes > pathBytes ? "makes the list of paths too long" : undefined;
  }

  private add({ path, isDirectory }: Came): void {
    this.seen.add(path);
    if (isDirectory) this.directories.add(path);
    this.pathBytes += Buffer.byteLength(path);
  }
}

const tooMany = (limit: number): string => `comes after ${limit} others, which is the limit`;

/** Whether a path comes behind another one, directory by directory, by the bytes of the names. */
function isBehind(last: string, path: string): boolean {
  if (last === ROOT_PATH || path === ROOT_PATH) return path !== ROOT_PATH;
  const most = Math.min(last.length, path.length);
  let at = 0;
  while (at < most && last.charCodeAt(at) === path.charCodeAt(at)) at += 1;
  if (at === most) return path.length > last.length;
  return rank(path.charCodeAt(at)) > rank(last.charCodeAt(at));
}

const SLASH = 0x2f;

/** Units of UTF-16 in the order of the bytes of UTF-8, where surrogates come last; a slash ends a name and comes before all. */
function rank(unit: number): number {
  if (unit === SLASH) return 0;
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}
