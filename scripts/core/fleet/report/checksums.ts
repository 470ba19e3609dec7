/**
 * Digests that S3 has computed (`S3ComputeObjectChecksum`), against those in the manifests of backups: nothing is downloaded but manifests.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-compute-checksums.html
 */
import { z } from "zod";
import { OperatorError } from "../../../errors";
import { parseId } from "../../object-key";
import type { ObjectStore } from "../../ports";
import { compareDigest } from "../fixity";
import { decodedKey } from "../object-key-text";
import { outcomeOf, succeeded } from "../tasks/outcome";
import type { ReportRow } from "./rows";

/** What stands in the message of such a row. */
const checksum = z.object({
  checksum_base64: z.string(),
  checksumAlgorithm: z.literal("SHA256"),
  checksumType: z.literal("FULL_OBJECT"),
});

/** @returns the row with what comes of the comparison; as it is, where S3 computed nothing or the object is no backup. */
export async function comparedRow(
  row: ReportRow,
  store: (bucket: string) => Promise<Pick<ObjectStore, "get">>,
  signal: AbortSignal,
): Promise<ReportRow> {
  const name = parseId(decodedKey(row.key) ?? "");
  if (row.status === "failed" || name === undefined) return row;
  try {
    const sha256 = digestIn(row.message);
    await compareDigest(await store(row.bucket), name, { sha256 }, signal);
    const { resultString: message } = succeeded("Equal", "S3's digest is that of the manifest");
    return { ...row, message };
  } catch (error) {
    const outcome = signal.aborted ? undefined : outcomeOf(error);
    if (outcome === undefined) throw error;
    return { ...row, status: "failed", code: outcome.resultCode, message: outcome.resultString };
  }
}

/** @throws OperatorError `source` */
function digestIn(message: string): string {
  try {
    return Buffer.from(checksum.parse(JSON.parse(message)).checksum_base64, "base64").toString("hex");
  } catch (cause) {
    throw new OperatorError("usage", "the report has no SHA256 of the full object for it", {
      hint: "make the job with the operation fixity",
      cause,
    });
  }
}
