import { Readable } from "node:stream";
import { writeAtomically } from "../../core/files/atomic-file";
import { outputPlace } from "../../core/outputs/output-place";
import { isShown, pour } from "../../core/outputs/pour";
import { OperatorError } from "../../errors";
import type { CommandIo } from "../io";

export interface ResultTarget {
  /** File, or `-` for stdout. */
  readonly out: string;
  /** Replace an existing file. */
  readonly force: boolean;
}

/**
 * Writes a few bytes to a file, whole or not at all, or where `--out` else leads.
 * @returns whether that is stdout.
 * @throws OperatorError `usage` when they are binary and would be shown on a terminal.
 */
export async function writeResult(
  bytes: Buffer,
  { out, force }: ResultTarget,
  { stdout, signal }: CommandIo,
  { text = false }: { readonly text?: boolean } = {},
): Promise<boolean> {
  const source = Readable.from([bytes], { objectMode: false });
  const place = outputPlace(out);
  if (!text && isShown(place, stdout))
    throw new OperatorError(
      "usage",
      `the result is binary and ${out === "-" ? "stdout" : out} is a terminal`,
      {
        hint: "give --out FILE, or a pipe",
      },
    );
  if (place.kind === "file") await writeAtomically(source, out, { overwrite: force, signal });
  else await pour(source, place, { stdout, signal });
  return place.kind === "stdout";
}
