/** Where reports and inventories stand: a directory, or a place in S3. */
import { stat } from "node:fs/promises";
import { basename, dirname, join, posix } from "node:path";
import type { InventoryPlace } from "../../core/fleet/plan/inventory";
import type { FileFolder } from "../../core/fleet/report/file-folder";
import { REPORT_MANIFEST } from "../../core/fleet/report/folder";
import type { ByteRanges, ObjectStore } from "../../core/ports";
import { openFile } from "../../core/streams/byte-source";
import { OperatorError } from "../../errors";
import type { Settings } from "../../settings/config";
import type { CommandIo } from "../io";

interface S3Place {
  readonly bucket: string;
  /** Without a slash at its end. */
  readonly path: string;
}

/** @returns `undefined` for what is no address in S3. @throws OperatorError `usage` for one without a bucket. */
export function s3Place(text: string): S3Place | undefined {
  if (!text.startsWith("s3://")) return undefined;
  const [, bucket = "", path = ""] = /^s3:\/\/([^/]*)\/?(.*?)\/*$/s.exec(text) ?? [];
  if (bucket !== "") return { bucket, path };
  throw new OperatorError("usage", `'${text}' names no bucket`, { hint: "give s3://bucket/prefix" });
}

type Io = Pick<CommandIo, "services" | "signal">;

const storeOf = ({ bucket }: S3Place, settings: Settings, { services }: Io): Promise<ObjectStore> =>
  services.store({ ...settings, bucket });

/** @param text the folder of a report, or its `manifest.json`. */
export async function reportFolder(text: string, settings: Settings, io: Io): Promise<FileFolder> {
  const place = s3Place(text);
  const { signal } = io;
  if (place === undefined) {
    const directory = basename(text) === REPORT_MANIFEST ? dirname(text) : text;
    return { name: directory, open: (path) => localFile(join(directory, path), signal) };
  }
  const store = await storeOf(place, settings, io);
  const folder = basename(place.path) === REPORT_MANIFEST ? dirname(place.path) : place.path;
  const key = (path: string): string => posix.normalize(posix.join(folder, path));
  return { name: `s3://${place.bucket}/${folder}`, open: (path) => store.get(key(path), { signal }) };
}

/** @param text the `manifest.json` of an inventory. Beside a copy of it, lists are in `data` or there; in S3, where it says. */
export async function inventoryPlace(text: string, settings: Settings, io: Io): Promise<InventoryPlace> {
  const place = s3Place(text);
  const { signal } = io;
  if (place === undefined) {
    const directory = dirname(text);
    const find = async (key: string): Promise<string> => {
      const name = posix.basename(key);
      for (const each of [join(directory, "..", "data", name), join(directory, "data", name)])
        if ((await stat(each).catch(() => undefined))?.isFile() === true) return each;
      return join(directory, name);
    };
    return {
      name: text,
      manifest: () => localText(text),
      open: async (key) => localFile(await find(key), signal),
      ranges: async (key) => localRanges(await find(key)),
    };
  }
  const store = await storeOf(place, settings, io);
  return {
    name: text,
    manifest: async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of await store.get(place.path, { signal })) chunks.push(chunk as Buffer);
      return Buffer.concat(chunks).toString("utf8");
    },
    open: (key) => store.get(key, { signal }),
    ranges: (key) => store.ranges(key, { signal }),
  };
}

async function localFile(path: string, signal: AbortSignal): Promise<AsyncIterable<Buffer>> {
  return (await openFile(path)).createReadStream({ signal });
}

async function localText(path: string): Promise<string> {
  const file = await openFile(path);
  try {
    return await file.readFile("utf8");
  } finally {
    await file.close();
  }
}

async function localRanges(path: string): Promise<ByteRanges> {
  const size = await sizeOf(path);
  let fetchedBytes = 0;
  return {
    size,
    get fetchedBytes() {
      return fetchedBytes;
    },
    read: async (position, length) => {
      const file = await openFile(path);
      try {
        const bytes = Buffer.alloc(Math.min(length, Math.max(0, size - position)));
        const { bytesRead } = await file.read(bytes, 0, bytes.length, position);
        fetchedBytes += bytesRead;
        return bytes.subarray(0, bytesRead);
      } finally {
        await file.close();
      }
    },
  };
}

async function sizeOf(path: string): Promise<number> {
  const file = await openFile(path);
  try {
    return (await file.stat()).size;
  } finally {
    await file.close();
  }
}
