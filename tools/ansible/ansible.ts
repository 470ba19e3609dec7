/** Ansible's programs, from PyPI, and how they are run: with the collections of one folder, and nothing of the user's settings. */
import { join } from "node:path";
import { ensureVenv } from "../fetched/python-venv";

/** Paths of programs, and of the Python that modules run with. */
export interface Ansible {
  readonly bin: (program: "ansible-galaxy" | "ansible-lint" | "ansible-playbook" | "python") => string;
  /** Environment of a program. @param home for what Ansible keeps; its `collections` has those that are found */
  environment(home: string): NodeJS.ProcessEnv;
}

/** @throws OperatorError (`tool`) when there is no Python 3 with `venv`, or a package cannot be installed */
export async function installAnsible(notify: (line: string) => void): Promise<Ansible> {
  const venv = await ensureVenv("ansible", join(__dirname, "requirements.txt"), notify);
  return {
    bin: venv.bin,
    environment: (home) => ({
      PATH: `${join(venv.dir, "bin")}:${process.env.PATH}`,
      HOME: home,
      LANG: "C.UTF-8",
      TMPDIR: process.env.TMPDIR,
      ANSIBLE_HOME: home,
      ANSIBLE_COLLECTIONS_PATH: join(home, "collections"),
      ANSIBLE_NOCOLOR: "1",
    }),
  };
}
