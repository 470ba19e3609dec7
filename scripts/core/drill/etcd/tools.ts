/** Programs of etcd that work on a snapshot. */
import { OperatorError } from "../../../errors";
import { quotePath } from "../../archive/member";
import type { Programs } from "../ports";

/** They read every one of their flags from such variables, too. */
const isEtcdVariable = (name: string): boolean => /^ETCD(CTL|UTL)?_/.test(name);
/** What no program of a drill is to have. */
const isSecret = (name: string): boolean =>
  /^(AWS|SEALSTACK)_/.test(name) || /(SECRET|PASSW|TOKEN|CREDENTIAL)/i.test(name);

export const withheld = (name: string): boolean => isEtcdVariable(name) || isSecret(name);

/** etcdutl where it is installed, which etcd 3.6 needs; else etcdctl. */
export interface SnapshotTool {
  readonly name: "etcdutl" | "etcdctl";
  readonly version: string;
  /** @throws OperatorError `tool` when it fails. */
  run(...args: readonly string[]): Promise<string>;
}

export const NO_SNAPSHOT_TOOL = "needs etcdutl or etcdctl (Debian package etcd-client)";

/** @returns `undefined` when neither is there. */
export async function snapshotTool(
  { run }: Pick<Programs, "run">,
  signal: AbortSignal,
): Promise<SnapshotTool | undefined> {
  const settings = { env: { ETCDCTL_API: "3" }, withhold: withheld, signal };
  for (const name of ["etcdutl", "etcdctl"] as const) {
    const asked = await run(name, ["version"], settings);
    if (asked.status !== 0) continue;
    return {
      name,
      version: /version: (\S+)/.exec(asked.stdout)?.[1] ?? "unknown",
      run: async (...args) => {
        const { status, stdout, stderr } = await run(name, args, settings);
        if (status === 0) return stdout;
        const last = stderr.trim().split("\n").at(-1) ?? "";
        throw new OperatorError(
          "tool",
          `${name} ${args.slice(0, 2).join(" ")} failed: ${quotePath(last.slice(0, 300))}`,
        );
      },
    };
  }
  return undefined;
}

/** The version of etcd itself. @returns `undefined` when it is not there. */
export async function etcdVersion(
  { run }: Pick<Programs, "run">,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { status, stdout } = await run("etcd", ["--version"], { env: {}, withhold: withheld, signal });
  return status === 0 ? (/etcd Version: (\S+)/.exec(stdout)?.[1] ?? "unknown") : undefined;
}
