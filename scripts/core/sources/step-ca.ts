import { readFile } from "node:fs/promises";
import { OperatorError } from "../../errors";
import { adviceFor, reasonOf } from "../../system-codes";
import { type FilesOptions, filesSource } from "./files";
import type { PreparedSource } from "./source";
import { checkStepPath } from "./step-ca-checks";

export interface StepCaOptions extends FilesOptions {
  /** File with the password of the intermediate key, as `step-ca --password-file` takes it. */
  readonly passwordFile?: string | undefined;
}

/**
 * A STEPPATH: the configuration, certificates and keys of a step-ca. A restore point without the key is a decoy, so it is
 * checked first that configuration, certificates and key are there and belong together.
 *
 * @throws {@link OperatorError} `source` when anything that a restored CA needs is missing or does not match.
 */
export async function stepCaSource(
  stepPath: string,
  now: Date,
  options: StepCaOptions = {},
): Promise<PreparedSource> {
  const password = options.passwordFile === undefined ? undefined : await readPassword(options.passwordFile);
  const checks = await checkStepPath(stepPath, password, now);
  return { ...(await filesSource(stepPath, options)), source: "step-ca", checks };
}

/** As step-ca reads it: without the white space at its end. */
async function readPassword(path: string): Promise<string> {
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    throw new OperatorError("source", `cannot read the password file ${path}: ${reasonOf(cause)}`, {
      hint: adviceFor(cause, "read"),
      cause,
    });
  });
  return text.trimEnd();
}
