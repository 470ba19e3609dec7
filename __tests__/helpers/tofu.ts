/** A real OpenTofu, with the bundled command-line tool as its key provider. */
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { run } from "../../tools/processes/run";
import { buildTofu } from "../../tools/tofu/build";
import { BUILD_MS } from "./build-time";
import { emulatorEndpoint } from "./emulator";
import { program } from "./processes/program";

export interface Tofu {
  /** Folder of the module. */
  readonly dir: string;
  /** Writes the encryption block, in place of the one before. */
  encryption(text: string): void;
  /** The state file, as it is. */
  stateFile(): string;
  run(
    argv: readonly string[],
    env?: Readonly<Record<string, string>>,
  ): Promise<{ readonly status: number | undefined; readonly text: string }>;
}

/** What a state of the test's holds. */
export const SECRET = "what-nobody-may-read";

/** Builds OpenTofu before the first test. @returns what makes a module that needs no provider: `sealstack` is on its PATH, and AWS is the emulator. */
export function useTofu(): (folder: string) => Tofu {
  let tofu = "";
  beforeAll(async () => {
    tofu = await buildTofu((line) => process.stderr.write(`tofu: ${line}\n`));
  }, BUILD_MS);
  return (folder) => tofuIn(tofu, folder);
}

function tofuIn(tofu: string, folder: string): Tofu {
  const [dir, bin] = [join(folder, "module"), join(folder, "bin")];
  for (const each of [dir, bin]) mkdirSync(each);
  symlinkSync(program()[1], join(bin, "sealstack"));
  writeFileSync(
    join(dir, "main.tf"),
    `resource "terraform_data" "secret" {\n  input = "${SECRET}"\n}\noutput "secret" {\n  value = terraform_data.secret.output\n}\n`,
  );
  return {
    dir,
    encryption: (text) => writeFileSync(join(dir, "encryption.tf"), text),
    stateFile: () => readFileSync(join(dir, "terraform.tfstate"), "utf8"),
    run: async (argv, env = {}) => {
      const { status, stdout, stderr } = await run(tofu, [...argv, "-no-color"], {
        cwd: dir,
        env: {
          PATH: [bin, process.env.PATH].join(delimiter),
          HOME: folder,
          TMPDIR: process.env.TMPDIR,
          AWS_ENDPOINT_URL: emulatorEndpoint(),
          AWS_ACCESS_KEY_ID: "test",
          AWS_SECRET_ACCESS_KEY: "test",
          AWS_EC2_METADATA_DISABLED: "true",
          CHECKPOINT_DISABLE: "1",
          TF_IN_AUTOMATION: "1",
          ...env,
        },
      });
      return { status, text: `${stdout}${stderr}` };
    },
  };
}
