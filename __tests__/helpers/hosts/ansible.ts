/** Plays of the collection, as it is installed from its own file, on this machine. */
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Ansible, installAnsible } from "../../../tools/ansible/ansible";
import { buildCollection } from "../../../tools/ansible/collection";
import { mustRun, type RunResult, run } from "../../../tools/processes/run";
import type { OverlaidHost } from "./overlaid-host";

export interface Played extends RunResult {
  /** Tasks that changed something, by the recap. */
  readonly changed: number;
}

export type Variables = Readonly<Record<string, unknown>>;

export interface Play {
  /** Name of a playbook of the collection. */
  readonly playbook: string;
  readonly variables: Variables;
}

export class Plays {
  private constructor(
    private readonly ansible: Ansible,
    private readonly home: string,
    private readonly host: OverlaidHost | undefined,
  ) {}

  /**
   * @param home an empty directory
   * @param host where plays run. @default - this machine
   */
  static async install(home: string, host?: OverlaidHost): Promise<Plays> {
    const ansible = await installAnsible(() => {});
    const file = await buildCollection(ansible, home);
    await mustRun(
      ansible.bin("ansible-galaxy"),
      ["collection", "install", file, "--offline", "-p", join(home, "collections")],
      { cwd: home, env: ansible.environment(home) },
    );
    mkdirSync(join(home, "tmp"), { recursive: true });
    // To look for results a thousand times a second is half of the work.
    writeFileSync(
      join(home, "ansible.cfg"),
      "[defaults]\ninternal_poll_interval = 0.05\nmodule_compression = ZIP_STORED\n",
    );
    return new Plays(ansible, home, host);
  }

  /** One run of Ansible that plays them one after the other, with variables that are in a file, as those of a vault. */
  async play(
    plays: readonly Play[],
    flags: readonly string[] = [],
    variables: NodeJS.ProcessEnv = {},
  ): Promise<Played> {
    const playbooks = join(this.home, "collections/ansible_collections/sealstack/backup/playbooks");
    const site = plays.map(({ playbook, variables }) => ({
      "ansible.builtin.import_playbook": join(playbooks, playbook),
      vars: { ...variables, ansible_python_interpreter: this.ansible.bin("python") },
    }));
    const file = join(this.home, "site.json");
    writeFileSync(file, JSON.stringify(site), { mode: 0o600 });
    const argv = ["--connection", "local", "--inventory", "localhost,", ...flags, file];
    const env = this.ansible.environment(this.home);
    const program = this.ansible.bin("ansible-playbook");
    const [first, ...words] = this.host?.command(program, ...argv) ?? [program, ...argv];
    const ran = await run(first, words, {
      cwd: this.home,
      env: {
        ...env,
        ...variables,
        PATH: `${join(this.home, "bin")}:${env.PATH}`,
        TMPDIR: join(this.home, "tmp"),
        ANSIBLE_LOCAL_TEMP: join(this.home, "ansible-tmp"),
        ANSIBLE_PIPELINING: "1",
        ANSIBLE_LOCALHOST_WARNING: "0",
      },
    });
    return { ...ran, changed: Number(/changed=(\d+)/.exec(ran.stdout)?.[1] ?? Number.NaN) };
  }

  /** Puts a stand-in for `systemctl` before the machine's own. @param active a unit that runs. @returns where it writes down what it was told */
  fakeSystemctl(active: string): string {
    const [bin, log] = [join(this.home, "bin"), join(this.home, "systemctl.log")];
    mkdirSync(bin, { recursive: true });
    writeFileSync(log, `start ${active}\n`);
    writeFileSync(join(bin, "systemctl"), SYSTEMCTL.replaceAll("LOG", log));
    chmodSync(join(bin, "systemctl"), 0o755);
    return log;
  }
}

/** Reads the list of processes again and again. @returns what ends that, and gives the arguments of every process that was seen, one a line */
export function watchArguments(): () => string {
  const seen = new Set<string>();
  const look = (): void => {
    for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name)))
      try {
        seen.add(readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " "));
      } catch {
        // It has ended.
      }
  };
  const timer = setInterval(look, 100);
  return () => {
    clearInterval(timer);
    return [...seen].join("\n");
  };
}

/** What the module `systemd_service` asks, answered from what was told before. */
const SYSTEMCTL = `#!/bin/sh
state() { grep -E "^(start|restart|stop) $1$" LOG | tail -n 1; }
case "$1" in
  show) case "$(state "$2")" in start* | restart*) active=active ;; esac
    echo "LoadState=loaded"; echo "ActiveState=\${active:-inactive}" ;;
  is-enabled) grep -qx "enable $2" LOG || { echo disabled; exit 1; } ;;
  list-unit-files | list-units | is-active | is-failed) ;;
  *) echo "$@" >> LOG ;;
esac
`;
