import type { Member } from "../member";
import type { PackReader, PackWriter } from "./bytes";
import type { Packing } from "./packed-list";

const TYPES = ["file", "directory", "symlink"] as const satisfies readonly Member["type"][];

/** A member, with all that an archive says of it. */
export const MEMBER_PACKING: Packing<Member> = {
  write(bytes: PackWriter, { type, mode, uid, gid, mtimeSeconds, size, linkTarget }: Member): void {
    bytes.uint(TYPES.indexOf(type));
    bytes.uint(mode);
    bytes.uint(uid);
    bytes.uint(gid);
    bytes.double(mtimeSeconds);
    bytes.uint(size);
    if (type === "symlink") bytes.text(linkTarget ?? "");
  },
  read(path: string, bytes: PackReader): Member {
    const type = TYPES[bytes.uint()] ?? "file";
    const [mode, uid, gid] = [bytes.uint(), bytes.uint(), bytes.uint()];
    const common = { type, path, mode, uid, gid, mtimeSeconds: bytes.double(), size: bytes.uint() };
    return type === "symlink" ? { ...common, linkTarget: bytes.text() } : common;
  },
};
