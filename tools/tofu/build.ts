import { goProgram } from "../fetched/go-program";

/**
 * Path of OpenTofu; builds it once: some four minutes on two cores, as it comes with every backend.
 *
 * @throws OperatorError (`tool`) when there is neither Go nor PyPI, or modules cannot be downloaded
 */
export function buildTofu(notify: (line: string) => void): Promise<string> {
  const module = "github.com/opentofu/opentofu";
  return goProgram({ name: "tofu", sources: __dirname, module, packagePath: "./cmd/tofu" }, notify);
}
