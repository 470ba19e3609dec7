/** Converts one file to another that appears whole or not at all. */
import { writeFile } from "node:fs/promises";
import { watchInput } from "../file-identity";
import type { FilePair, Flow, SealedHeader } from "../ports";
import { openFile, READ_BYTES } from "../streams/byte-source";
import { pump } from "../streams/pump";
import { atomicFile } from "./atomic-file";

export interface FileConversion {
  readonly from: string;
  readonly to: string;
  readonly overwrite: boolean;
  readonly signal: AbortSignal;
  /** The fast way; `undefined`, at once or as its result, means: not for this cipher, or not for this file. */
  readonly files: (pair: FilePair) => Promise<SealedHeader | undefined> | undefined;
  readonly stream: () => Flow;
}

/** @throws OperatorError `source`, `target`, or what the conversion fails with. */
export async function fileToFile(conversion: FileConversion): Promise<SealedHeader> {
  const { from, to, overwrite, signal, files, stream } = conversion;
  const input = await openFile(from);
  try {
    const target = await atomicFile(to, { overwrite });
    try {
      const pair = { input, output: target.handle, signal };
      const header = (await files(pair)) ?? (await streamed(pair, stream));
      signal.throwIfAborted();
      await target.publish();
      return header;
    } finally {
      await target.discard();
    }
  } finally {
    await input.close();
  }
}

async function streamed({ input, output, signal }: FilePair, begin: () => Flow): Promise<SealedHeader> {
  const watched = await watchInput(input);
  const { stream, header } = begin();
  const source = input.createReadStream({ autoClose: false, highWaterMark: READ_BYTES });
  await pump(source, stream, (bytes) => writeFile(output, bytes, { signal }), signal);
  await watched.assertUnchanged();
  return header;
}
