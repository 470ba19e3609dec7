/** The stand-in, installed where Terraform looks for providers. */
import { copyFileSync, existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { arch, platform } from "node:os";
import { join } from "node:path";
import { cacheEntry } from "../../fetched/cache-entry";
import { goProgram } from "../../fetched/go-program";
import { REPO_ROOT } from "../../paths";
import { bindingsIn, bindingsVersion, schemasOf } from "./schema";

/** Go's words for what Node.js calls otherwise. */
const GO_ARCH: Readonly<Record<string, string>> = { x64: "amd64" };
const GO_OS: Readonly<Record<string, string>> = { win32: "windows" };

/** Written last. */
const CONFIG = "terraform.rc";

/**
 * Terraform's environment in which `hashicorp/aws` is the stand-in. Builds it once: half a minute.
 *
 * @throws OperatorError (`tool`) when it cannot be built
 */
export async function standInEnvironment(
  notify: (line: string) => void,
): Promise<Readonly<Record<string, string>>> {
  const program = await goProgram({ name: "terraform-provider-stand-in", sources: __dirname }, notify);
  const schema = JSON.stringify(schemasOf(bindingsIn(REPO_ROOT)));
  const version = bindingsVersion();
  const make = async (mirror: string): Promise<void> => {
    for (const host of ["registry.terraform.io", "registry.opentofu.org"]) {
      const folder = join(
        mirror,
        host,
        "hashicorp",
        "aws",
        version,
        `${GO_OS[platform()] ?? platform()}_${GO_ARCH[arch()] ?? arch()}`,
      );
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, "schema.json"), schema);
      copyFileSync(program, join(folder, `terraform-provider-aws_v${version}`));
    }
    const text = `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(mirror)}\n  }\n}\n`;
    const config = join(mirror, CONFIG);
    writeFileSync(`${config}.new`, text);
    renameSync(`${config}.new`, config);
  };
  const mirror = await cacheEntry({
    name: "terraform-stand-in",
    madeFrom: [program, schema],
    isMade: (folder) => existsSync(join(folder, CONFIG)),
    make,
  });
  return { TF_CLI_CONFIG_FILE: join(mirror, CONFIG), CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1" };
}
