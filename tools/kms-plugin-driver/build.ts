import { goProgram } from "../fetched/go-program";

/**
 * Path of the driver; builds it where its sources are new: some minutes on two cores the first time, as k8s.io/apiserver comes with much.
 *
 * @throws OperatorError (`tool`) when there is neither Go nor PyPI, or modules cannot be downloaded
 */
export function buildDriver(notify: (line: string) => void): Promise<string> {
  // Without optimisation, which takes a fifth of the time and makes a test no faster.
  const flags = ["-gcflags=all=-N -l"];
  return goProgram({ name: "kms-plugin-driver", sources: __dirname, flags }, notify);
}
