/** A manifest beside the message that it describes. */

import { OperatorError } from "../../errors";
import { quotePath } from "../archive/member";
import type { BackupName } from "../object-key";
import type { SealedHeader } from "../ports";
import type { Manifest, ManifestResult } from "./manifest";

/** What is known of a message; what was not looked at is left out. */
export interface MessageFacts {
  readonly header: Pick<SealedHeader, "format" | "keyArns">;
  readonly bytes?: number | undefined;
  readonly sha256?: string | undefined;
  readonly source?: string | undefined;
  readonly files?: number | undefined;
}

export interface Comparison {
  /** What does not agree; each a clause. */
  readonly problems: readonly string[];
  /** A clause, where the manifest is of the message that was there before. */
  readonly remark?: string;
}

/**
 * Whether a manifest names other keys than the message has: `reencrypt` replaces the message, then the manifest, and one that was ended in between
 * leaves that. Size and digest in it are of the message that was replaced.
 */
export const isOfOtherKeys = (
  { keyArns }: Pick<Manifest, "keyArns">,
  header: Pick<SealedHeader, "keyArns">,
): boolean => header.keyArns.length > 0 && keyArns.join() !== header.keyArns.join();

/** What of a message its manifest tells otherwise, or why there is no manifest to compare with. */
export function compareManifest(read: ManifestResult, { id }: BackupName, message: MessageFacts): Comparison {
  if ("problem" in read) return { problems: [read.problem] };
  const { manifest } = read;
  const { header, bytes, sha256, source, files } = message;
  const always = disagreements([
    ["id", manifest.id, id],
    ["source", manifest.source, source],
    ["format", manifest.format, header.format],
    ["files", manifest.files, files],
  ]);
  const ofThisMessage = disagreements([
    ["ciphertextBytes", manifest.ciphertextBytes, bytes],
    ["ciphertextSha256", manifest.ciphertextSha256, sha256],
  ]);
  if (always.length > 0 || !isOfOtherKeys(manifest, header))
    return { problems: [...always, ...ofThisMessage] };
  return {
    problems: [],
    remark:
      "its manifest names other keys, and is of a message that was there before, as a reencrypt leaves it that was ended: the same reencrypt writes the new one",
  };
}

/** @param fields name, what the manifest says, and what is there: `undefined` where nobody looked. */
function disagreements(
  fields: readonly (readonly [name: string, said: string | number, is: string | number | undefined])[],
): string[] {
  return fields
    .filter(([, said, is]) => is !== undefined && said !== is)
    .map(
      ([field, said, is]) =>
        `the manifest says ${field} ${quotePath(String(said))}, the payload has ${quotePath(String(is))}`,
    );
}

/**
 * @param found what is right about the backup nevertheless.
 * @throws OperatorError `notAuthentic` when there are problems.
 */
export function assertAsManifestSays(found: string, { problems }: Comparison): void {
  if (problems.length === 0) return;
  throw new OperatorError(
    "notAuthentic",
    `${found}, but not what its manifest says: ${problems.join("; ")}`,
    { hint: "find out who changed the manifest; `sealstack restore` trusts the payload only" },
  );
}
