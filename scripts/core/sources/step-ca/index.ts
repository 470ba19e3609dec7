import { Archived } from "../archived";
import { type FilesOptions, filesSource } from "../files";
import type { PreparedSource } from "../source";
import { checkStepPath } from "./checks";
import { readPassword } from "./password";

export interface StepCaOptions extends FilesOptions {
  /** File with the password of the intermediate key, as `step-ca --password-file` takes it. */
  readonly passwordFile?: string | undefined;
}

/**
 * A STEPPATH: the configuration, certificates and keys of a step-ca. A restore point without the key is a decoy, so it is
 * checked first that whatever the configuration names is there and belongs together. The checks see the archive that will be made, and
 * nothing else: what a link leads to outside, or what was left out, is not there.
 *
 * @throws {@link OperatorError} `source` when anything that a restored CA needs is missing or does not match.
 */
export async function stepCaSource(
  stepPath: string,
  now: Date,
  options: StepCaOptions = {},
): Promise<PreparedSource> {
  const password = options.passwordFile === undefined ? undefined : await readPassword(options.passwordFile);
  const files = await filesSource(stepPath, options);
  const checks = await checkStepPath(stepPath, new Archived(files.members), { password, now });
  return { ...files, source: "step-ca", checks: [...checks, ...files.checks] };
}
