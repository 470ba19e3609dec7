/** Some members of an archive, by path; the others are read all the same, because only the whole is authentic. */
import picomatch from "picomatch";
import { OperatorError } from "../../../errors";
import { type Member, parentPath, quotePath, ROOT_PATH } from "../member";
import type { ArchiveSink } from "./read";

interface Wanted {
  /** As it was given. */
  readonly given: string;
  readonly path: string;
  readonly isGlob: (path: string) => boolean;
  found: boolean;
}

/**
 * Paths and globs (`*`, `**`, `?`, `[…]`, `{a,b}`). A directory stands for all that is in it. What is the path of a member is taken for that,
 * whatever signs are in it.
 */
export class Selection {
  /** Files that were chosen, and their bytes. */
  readonly chosen = { files: 0, bytes: 0 };
  private readonly wanted: readonly Wanted[];
  private readonly directories = new Set<string>();

  /** @throws OperatorError `usage` when a path cannot be one of an archive. */
  constructor(paths: readonly string[]) {
    this.wanted = paths.map((given) => {
      const path = given.replace(/^(\.\/+)+/, "").replace(/\/+$/, "");
      if (given === "" || given.startsWith("/") || path.split("/").includes(".."))
        throw new OperatorError("usage", `--path takes a path inside the backup, got ${quotePath(given)}`, {
          hint: "give it as `sealstack list --content` shows it, such as certs/root_ca.crt or 'certs/*.crt'",
        });
      return {
        given,
        path: path === "" ? ROOT_PATH : path,
        isGlob: picomatch(path, { dot: true, nonegate: true }),
        found: false,
      };
    });
  }

  /** Call it for each member, in the order of the archive. */
  takes({ path, type, size }: Member): boolean {
    const parent = this.directories.has(parentPath(path)) || this.directories.has(ROOT_PATH);
    // All are asked, so that each knows whether there was something for it.
    const asked = this.wanted.filter((each) => each.path === path || each.isGlob(path));
    for (const each of asked) each.found = true;
    if (!parent && asked.length === 0) return false;
    if (type === "directory") this.directories.add(path);
    if (type === "file") {
      this.chosen.files += 1;
      this.chosen.bytes += size;
    }
    return true;
  }

  /** Call it at the end. @throws OperatorError `notFound` when there was nothing for one of the paths. */
  assertAllFound(id: string): void {
    const missing = this.wanted.filter(({ found }) => !found).map(({ given }) => quotePath(given));
    if (missing.length === 0) return;
    throw new OperatorError("notFound", `the backup ${id} holds nothing at ${missing.join(", ")}`, {
      hint: `see \`sealstack list --content ${id}\``,
    });
  }
}

/**
 * Hands on what was chosen, and the directories that it lies in.
 * @param parents whether these are wanted.
 */
export function selecting(sink: ArchiveSink, selection: Selection, parents: boolean): ArchiveSink {
  /** Directories that nothing was chosen of yet. */
  const waiting = new Map<string, Member>();
  const makeWay = async (path: string): Promise<void> => {
    const directory = waiting.get(path);
    if (directory === undefined || !parents) return;
    waiting.delete(path);
    if (path !== ROOT_PATH) await makeWay(parentPath(path));
    await sink.directory(directory);
  };
  return {
    directory: async (member) => {
      if (member.path === ROOT_PATH) await sink.directory(member);
      if (selection.takes(member) && member.path !== ROOT_PATH) {
        await makeWay(parentPath(member.path));
        await sink.directory(member);
      } else waiting.set(member.path, member);
    },
    symlink: async (member) => {
      if (!selection.takes(member)) return;
      await makeWay(parentPath(member.path));
      await sink.symlink(member);
    },
    file: async (member, body) => {
      if (selection.takes(member)) {
        await makeWay(parentPath(member.path));
        await sink.file(member, body);
      } else for await (const _chunk of body);
    },
  };
}
