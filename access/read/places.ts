/** Files below what a user names. */
import { readdir, readFile, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { AccessError } from "../evaluate/access-error";

export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

const STACK_FILE = "cdk.tf.json";
const WANTED = "name cdktf.out, a stack in it, what `terraform show -json PLAN` printed, or policy files";

/** The files of cdktf.out, of one stack, of a folder of policies or plans; or the one that is named. @throws {@link AccessError} */
export async function filesAt(place: string): Promise<readonly SourceFile[]> {
  const stats = await stat(place).catch(unreadable(place));
  if (!stats.isDirectory()) return [await read(place)];
  if (await isFile(join(place, STACK_FILE))) return [await read(join(place, STACK_FILE))];
  const stacks = await names(join(place, "stacks"));
  const found = await existing(stacks.map((name) => join(place, "stacks", name, STACK_FILE)));
  const paths = found.length > 0 ? found : await existing(jsonFiles(place, await names(place)));
  if (paths.length === 0) throw new AccessError(`${place} holds no stack, plan or policy: ${WANTED}`);
  return Promise.all(paths.map(read));
}

/** A stack of cdktf is called after its folder, anything else after its file. */
export function nameOf(path: string): string {
  const name = basename(path);
  return name === STACK_FILE ? basename(dirname(path)) : name.replace(/\.json$/i, "");
}

function jsonFiles(place: string, all: readonly string[]): readonly string[] {
  return all
    .filter((name) => /\.json$/i.test(name) && name !== "manifest.json")
    .map((name) => join(place, name));
}

async function names(folder: string): Promise<readonly string[]> {
  return (await readdir(folder).catch(() => [])).sort();
}

async function existing(paths: readonly string[]): Promise<readonly string[]> {
  const there = await Promise.all(paths.map(isFile));
  return paths.filter((_, index) => there[index]);
}

async function read(path: string): Promise<SourceFile> {
  const bytes = await readFile(path).catch(unreadable(path));
  if (bytes.subarray(0, 2).toString("latin1") === "PK")
    throw new AccessError(
      `${path} is a plan in Terraform's own form: write it as JSON with \`terraform show -json ${basename(path)}\``,
    );
  return { path, text: bytes.toString("utf8").replace(/^\uFEFF/, "") };
}

function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (stats) => stats.isFile(),
    () => false,
  );
}

function unreadable(path: string): (cause: unknown) => never {
  return (cause) => {
    const code = (cause as NodeJS.ErrnoException).code ?? "unknown";
    const why = code === "ENOENT" ? "there is no such file or folder" : code;
    throw new AccessError(`${path} cannot be read (${why}): ${WANTED}`, { cause });
  };
}
