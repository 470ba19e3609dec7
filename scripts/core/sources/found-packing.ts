import type { PackReader, PackWriter } from "../archive/packing/bytes";
import type { Packing } from "../archive/packing/packed-list";
import type { Found } from "./found";

const KINDS = ["file", "directory", "symlink", "unsized"] as const satisfies readonly Found["kind"][];

/** Added to a kind whose change time is its modification time, as of most files that nobody touched again. */
const SAME_TIME = 4;

/** All that a scan keeps of a million files: some 40 bytes each. */
export const FOUND_PACKING: Packing<Found> = {
  write(bytes: PackWriter, { kind, mode, uid, gid, dev, ino, size, mtimeNs, ctimeNs, linkTarget }: Found) {
    const sameTime = mtimeNs === ctimeNs;
    bytes.uint(KINDS.indexOf(kind) + (sameTime ? SAME_TIME : 0));
    bytes.uint(mode);
    bytes.uint(uid);
    bytes.uint(gid);
    unsigned(bytes, dev);
    unsigned(bytes, ino);
    unsigned(bytes, size);
    bytes.big(mtimeNs);
    if (!sameTime) bytes.big(ctimeNs);
    if (kind === "symlink") bytes.text(linkTarget ?? "");
  },
  read(path: string, bytes: PackReader): Found {
    const first = bytes.uint();
    const kind = KINDS[first % SAME_TIME] ?? "file";
    const [mode, uid, gid] = [bytes.uint(), bytes.uint(), bytes.uint()];
    const [dev, ino, size] = [readUnsigned(bytes), readUnsigned(bytes), readUnsigned(bytes)];
    const mtimeNs = bytes.big();
    const ctimeNs = first >= SAME_TIME ? mtimeNs : bytes.big();
    const it = { path, kind, mode, uid, gid, dev, ino, size, mtimeNs, ctimeNs };
    return kind === "symlink" ? { ...it, linkTarget: bytes.text() } : it;
  },
};

const MAX_SHORT = BigInt(Number.MAX_SAFE_INTEGER);

/** Short for what is small; some file systems number their files with all of 64 bits, and those stand behind a zero. */
function unsigned(bytes: PackWriter, value: bigint): void {
  const isShort = value >= 0n && value < MAX_SHORT;
  bytes.uint(isShort ? Number(value) + 1 : 0);
  if (!isShort) bytes.big(value);
}

function readUnsigned(bytes: PackReader): bigint {
  const short = bytes.uint();
  return short === 0 ? BigInt.asUintN(64, bytes.big()) : BigInt(short - 1);
}
