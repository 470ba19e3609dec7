/** A directory that nobody else can look into, for as long as something is made in it. */
import {
  closeSync,
  fchmodSync,
  fchownSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  rmdirSync,
  unlinkSync,
} from "node:fs";
import { join } from "node:path";
import { geteuid } from "node:process";
import type { Directory } from "./directory";
import { emptyDirectory } from "./empty-directory";
import { exchanged } from "./exchanged";
import { MARK, showLife } from "./mark";
import { ownName } from "./own-name";

export class PrivateDirectory {
  private readonly endLife: () => void;
  private readonly owner: number;
  private constructor(
    readonly holder: Directory,
    /** Its name in the holder. */
    readonly name: string,
    readonly directory: Directory,
  ) {
    this.owner = fstatSync(directory.fd).uid;
    this.endLife = showLife(directory.fd);
  }

  /**
   * @param shown part of its name.
   * @throws the system's error; OperatorError `target` when somebody put another one in its place.
   */
  static make(holder: Directory, shown: string): PrivateDirectory {
    const name = ownName(shown);
    mkdirSync(holder.at(name), MARK.directory);
    const directory = holder.child(name, "read");
    try {
      assertOwn(directory);
      fchmodSync(directory.fd, MARK.directory);
      return new PrivateDirectory(holder, name, directory);
    } catch (error) {
      directory.close();
      throw error;
    }
  }

  /** For people. */
  get place(): string {
    return join(this.holder.place, this.name);
  }

  /** Whoever may write to the holder can rename it. @throws OperatorError `target` when its name does not lead to it any more. */
  assertInPlace(): void {
    if (!this.holder.has(this.name, this.directory.fd)) throw exchanged(this.place);
  }

  /** Makes it private again, whatever was done to it meanwhile. */
  lock(): void {
    const { fd } = this.directory;
    const { uid, gid } = fstatSync(fd);
    if (uid !== this.owner) fchownSync(fd, this.owner, gid);
    fchmodSync(fd, MARK.directory);
  }

  /** Removes it and all that is in it. @throws the system's error, or OperatorError `target` when its name is another's by now. */
  remove(): void {
    this.lock();
    emptyDirectory(this.directory);
    this.assertInPlace();
    rmdirSync(this.holder.at(this.name));
  }

  close(): void {
    this.endLife();
    this.directory.close();
  }
}

/** Between making and opening it, whoever may write to the holder could have put a directory of his there, or one that is in use. */
function assertOwn(directory: Directory): void {
  const { uid } = directory.stat();
  const isEmpty = readdirSync(directory.at()).length === 0;
  if (isEmpty && (uid === BigInt(geteuid?.() ?? uid) || uid === ownerOfNew(directory))) return;
  throw exchanged(directory.place);
}

/** On a network file system that trusts no root, what root makes is somebody else's: then the directory must be the same one's. */
function ownerOfNew(directory: Directory): bigint {
  const trial = ownName("");
  const fd = openSync(directory.at(trial), "wx", 0o600);
  try {
    return fstatSync(fd, { bigint: true }).uid;
  } finally {
    closeSync(fd);
    unlinkSync(directory.at(trial));
  }
}
