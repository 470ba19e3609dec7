/** What a run has to remember for a later one, should it be killed: files beside its other temporary files, which are removed with what they tell of. */
import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { Directory } from "./directory";
import { isAbandoned } from "./leftovers";
import { MARK, showLife } from "./mark";
import { isNote, noteName, ownName } from "./own-name";

export interface Note {
  /** Removes it: what it tells of is done with. */
  forget(): void;
  /** Leaves it for a later run. */
  leave(): void;
}

/** Bytes of a note that are read. */
const MAX_BYTES = 16 * 1024;

const NEW_FILE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

/** Writes a note. Where that cannot be done there is none: it is not what the run is for. */
export function takeNote(place: string, text: string): Note {
  let directory: Directory | undefined;
  try {
    directory = Directory.open(realpathSync.native(place));
    return noteIn(directory, text);
  } catch {
    directory?.close();
    return { forget: () => {}, leave: () => {} };
  }
}

function noteIn(directory: Directory, text: string): Note {
  const name = noteName();
  const fd = writeWhole(directory, name, text);
  const endLife = showLife(fd);
  const close = (): void => {
    endLife();
    closeSync(fd);
    directory.close();
  };
  return {
    forget: () => {
      forget(directory, name);
      close();
    },
    leave: close,
  };
}

/** Under a note's name once it is whole: a run that is killed leaves no note that says nothing, and what it is about would be forgotten with it. */
function writeWhole(directory: Directory, name: string, text: string): number {
  const draft = ownName("");
  const fd = openSync(directory.at(draft), NEW_FILE, MARK.file);
  try {
    writeFileSync(fd, text);
    renameSync(directory.at(draft), directory.at(name));
    return fd;
  } catch (error) {
    closeSync(fd);
    forget(directory, draft);
    throw error;
  }
}

export interface FoundNote {
  readonly text: string;
  forget(): void;
}

/** The notes of runs of this user that are over. */
export function* abandonedNotes(place: string): Generator<FoundNote> {
  let directory: Directory;
  try {
    directory = Directory.open(realpathSync.native(place));
  } catch {
    return;
  }
  try {
    for (const name of readdirSync(directory.at()).filter(isNote)) {
      const text = isAbandoned(directory, name) ? read(directory, name) : undefined;
      if (text !== undefined) yield { text, forget: () => forget(directory, name) };
    }
  } finally {
    directory.close();
  }
}

/** One that cannot be removed is read once more, which does no harm. */
function forget(directory: Directory, name: string): void {
  try {
    unlinkSync(directory.at(name));
  } catch {
    // whoever removed it was faster
  }
}

function read(directory: Directory, name: string): string | undefined {
  try {
    const fd = openSync(directory.at(name), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const stats = fstatSync(fd);
      return stats.isFile() && stats.size <= MAX_BYTES ? readFileSync(fd, "utf8") : undefined;
    } finally {
      closeSync(fd);
    }
  } catch {
    return undefined;
  }
}
