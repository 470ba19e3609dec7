/** Programs of this host that backups and drills of some sources call, or that people need for what is in them. */
import { type Check, type Found, look } from "../../core/doctor/check";
import { demandsOf, type TargetConfig } from "../../core/targets/schema";
import type { CommandIo } from "../io";

interface Program {
  readonly name: string;
  /** By each of its names, what it is asked for its version with. */
  readonly calls: readonly (readonly [command: string, ...args: string[]])[];
  /** What its version looks like, where another program has the same name. */
  readonly says?: RegExp;
  readonly use: string;
  readonly neededBy: (target: TargetConfig) => boolean;
  /** Whether sealstack calls it: what is missing then fails. */
  readonly called: boolean;
  readonly mend: string;
}

const isOf = (source: TargetConfig["source"]) => (target: TargetConfig) => target.source === source;
const isDrilled = (source: TargetConfig["source"]) => (target: TargetConfig) =>
  isOf(source)(target) && demandsOf(target).drill !== undefined;
const ONTO_PATH = "onto the PATH of whoever runs sealstack";

const PROGRAMS: readonly Program[] = [
  {
    name: "etcdctl",
    calls: [["etcdctl", "version"]],
    use: "backups of etcd need it",
    neededBy: isOf("etcd"),
    called: true,
    mend: `put etcdctl ${ONTO_PATH}; Debian has it in the package etcd-client`,
  },
  {
    name: "etcd",
    calls: [["etcd", "--version"]],
    use: "drills of etcd need it",
    neededBy: isDrilled("etcd"),
    called: true,
    mend: `put etcd ${ONTO_PATH}; Debian has it in the package etcd-server`,
  },
  {
    name: "step-ca",
    calls: [["step-ca", "version"]],
    use: "drills of step-ca need it",
    neededBy: isDrilled("step-ca"),
    called: true,
    mend: `put step-ca ${ONTO_PATH}`,
  },
  {
    name: "step",
    // Smallstep's packages call it step-cli, because KDE has a program of the name step.
    calls: [
      ["step-cli", "version"],
      ["step", "version"],
    ],
    says: /^Smallstep CLI/,
    use: "backups do without; who looks at a restored step-ca, or renews its certificates, needs it",
    neededBy: isOf("step-ca"),
    called: false,
    mend: `put step, or step-cli, ${ONTO_PATH}`,
  },
];

/** @param targets of this host; where they are not known, so is not what it needs, and what only some need is not looked for. */
export async function programsOf(
  targets: readonly TargetConfig[] | undefined,
  io: CommandIo,
): Promise<readonly Check[]> {
  const checks: Check[] = [];
  for (const program of PROGRAMS) {
    const { name, neededBy, called } = program;
    const users = targets?.filter(neededBy).map(({ target }) => target);
    if (users === undefined ? !called : users.length === 0) continue;
    checks.push(await look("program", name, () => programFound(program, users, io)));
  }
  return checks;
}

async function programFound(
  { calls, says, use, called, mend }: Program,
  users: readonly string[] | undefined,
  { services, signal }: CommandIo,
): Promise<Found> {
  const needed = users === undefined ? use : `${use}: ${users.join(", ")}`;
  const lacking = called && users !== undefined ? "problem" : "warning";
  for (const [command, ...args] of calls) {
    // Without a display: the other program of the name opens a window.
    const env = { DISPLAY: undefined, WAYLAND_DISPLAY: undefined };
    const { status, stdout, stderr } = await services.runTool(command, args, { env, signal });
    if (status === undefined || says?.test(stdout) === false) continue;
    if (status === 0) return { result: "ok", detail: stdout.split("\n")[0] ?? "" };
    const words = stderr.trim().split("\n")[0] || "without a word";
    const ended = `\`${command} ${args.join(" ")}\` ends with ${status}: ${words}`;
    return {
      result: lacking,
      detail: `${ended}; ${needed}`,
      mend: `make \`${command} ${args.join(" ")}\` work`,
    };
  }
  const detail = `not on the PATH; ${needed}`;
  return users === undefined ? { result: "unknown", detail } : { result: lacking, detail, mend };
}
