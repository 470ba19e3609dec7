/** Messages that threads open, in memory. */
import type { WorkCrew } from "../../../scripts/core/crew/work-crew";
import { openParcels } from "../../../scripts/core/crypto/open-parcels";
import type { OpenSettings } from "../../../scripts/core/crypto/open-stream";
import type { Parcels } from "../../../scripts/core/ports";
import { rawKeys } from "../kms/raw-keys";
import type { Passed } from "../messages";

/** Bytes in memory as a store has them. @param firstBytes that are on their way */
export const parcelsOf = (bytes: Buffer, firstBytes = 4096): Parcels => ({
  size: bytes.length,
  first: async () => Buffer.from(bytes.subarray(0, firstBytes)),
  fill: async (from, into) => into.set(bytes.subarray(from, from + into.length)),
});

/** A whole message; what left and how it ended, or `undefined` when it is one for the stream. */
export async function openByThreads(
  parcels: Parcels,
  crew: WorkCrew,
  keys = rawKeys(),
  settings: OpenSettings = {},
): Promise<(Passed & { readonly sha256: string | undefined }) | undefined> {
  const out: Buffer[] = [];
  const options = { signal: new AbortController().signal, digest: true, arrived: () => {} };
  const passed = (rest: Partial<Passed> & { sha256?: string | undefined }) => ({
    bytes: Buffer.concat(out),
    error: undefined,
    header: undefined,
    sha256: undefined,
    ...rest,
  });
  try {
    const opened = await openParcels(keys, settings, parcels, crew, options);
    if (opened === undefined) return undefined;
    for await (const { bytes, giveBack } of opened.plaintext) {
      out.push(Buffer.from(bytes));
      bytes.fill(0xaa); // whoever reads it later finds out
      giveBack();
    }
    return passed({ header: opened.header, sha256: await opened.sha256() });
  } catch (error) {
    return passed({ error });
  }
}
