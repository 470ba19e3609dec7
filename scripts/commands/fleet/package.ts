import { writeAtomically } from "../../core/files/atomic-file";
import { functionPackage } from "../../core/fleet/function-package";
import type { Report } from "../../output/output";
import { formatBytes, formatFacts } from "../format";
import type { CommandIo } from "../io";

export interface PackageOptions {
  /** File for the zip file. */
  readonly out: string;
  readonly force: boolean;
}

/** Writes the zip file of the function. */
export async function run(
  { out, force }: PackageOptions,
  { services, signal }: Pick<CommandIo, "services" | "signal">,
): Promise<Report> {
  const { zip, files, sha256 } = await functionPackage(services.fleetFolder());
  await writeAtomically(zip, out, { overwrite: force, signal });
  return {
    data: { file: out, bytes: zip.length, files, codeSha256: sha256 },
    lines: formatFacts(`packed ${files.length} files: ${out}`, [
      ["holds", files.join(", ")],
      ["size", formatBytes(zip.length)],
      ["CodeSha256", sha256],
    ]),
  };
}
