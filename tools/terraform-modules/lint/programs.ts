/** Tools that Terraform teams run over modules; built or installed once, and kept under ~/.cache/sealstack. */
import { join } from "node:path";
import { goProgram } from "../../fetched/go-program";
import { ensureVenv } from "../../fetched/python-venv";

type Notify = (line: string) => void;

/**
 * Path of tflint, which carries the rules for Terraform's language in itself.
 *
 * @throws OperatorError (`tool`) when there is neither Go nor PyPI, or modules cannot be downloaded
 */
export function buildTflint(notify: Notify): Promise<string> {
  const module = "github.com/terraform-linters/tflint";
  return goProgram({ name: "tflint", sources: join(__dirname, "tflint"), module }, notify);
}

/**
 * Path of terraform-docs.
 *
 * @throws OperatorError (`tool`) when there is neither Go nor PyPI, or modules cannot be downloaded
 */
export function buildTerraformDocs(notify: Notify): Promise<string> {
  const module = "github.com/terraform-docs/terraform-docs";
  return goProgram({ name: "terraform-docs", sources: join(__dirname, "terraform-docs"), module }, notify);
}

/**
 * Path of checkov.
 *
 * @throws OperatorError (`tool`) when there is no Python 3 with `venv`, or a package cannot be installed
 */
export async function installCheckov(notify: Notify): Promise<string> {
  const venv = await ensureVenv("checkov", join(__dirname, "checkov-requirements.txt"), notify);
  return venv.bin("checkov");
}
