/** etcd's own client, told exactly what to speak to. */
import { OperatorError } from "../../errors";
import { quotePath } from "../archive/member";

/** How to reach a member. What is absent is left to etcdctl: its own variables (`ETCDCTL_…`), then its defaults. */
export interface EtcdOptions {
  /** Client URL of one member, such as `https://127.0.0.1:2379`. */
  readonly endpoint?: string | undefined;
  /** Files in PEM, as etcdctl takes them. */
  readonly cacert?: string | undefined;
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
}

/** Runs a program; see scripts/clients/programs/run-tool.ts. */
export type RunTool = (
  command: string,
  args: readonly string[],
  options: {
    readonly env: Readonly<Record<string, string | undefined>>;
    readonly signal: AbortSignal;
    readonly withhold?: ((name: string) => boolean) | undefined;
  },
) => Promise<{ readonly status: number | undefined; readonly stdout: string; readonly stderr: string }>;

export interface EtcdSurroundings {
  readonly run: RunTool;
  readonly signal: AbortSignal;
  /**
   * Directory below which the snapshot is kept while it is backed up.
   * @default - the operating system's directory for temporary files (`TMPDIR`)
   */
  readonly tmpDir?: string;
}

/** Flags and the variables that mean the same: etcdctl refuses to be given both. */
const CONNECTION = [
  ["endpoint", "--endpoints", "ETCDCTL_ENDPOINTS"],
  ["cacert", "--cacert", "ETCDCTL_CACERT"],
  ["cert", "--cert", "ETCDCTL_CERT"],
  ["key", "--key", "ETCDCTL_KEY"],
] as const;

/**
 * Variables that say how to reach etcd. etcdctl reads every one of its flags from `ETCDCTL_…`; all others change what it prints, and are not
 * for us. Source: etcd 3.4 to 3.6, etcdctl/ctlv3/ctl.go and `SetPflagsFromEnv`.
 */
const REACHES_ETCD = new Set(
  [
    ...["ENDPOINTS", "CACERT", "CERT", "KEY", "USER", "PASSWORD", "AUTH_JWT_TOKEN"],
    ...[
      "INSECURE_TRANSPORT",
      "INSECURE_SKIP_TLS_VERIFY",
      "INSECURE_DISCOVERY",
      "DISCOVERY_SRV",
      "DISCOVERY_SRV_NAME",
    ],
    ...[
      "DIAL_TIMEOUT",
      "COMMAND_TIMEOUT",
      "KEEPALIVE_TIME",
      "KEEPALIVE_TIMEOUT",
      "MAX_REQUEST_BYTES",
      "MAX_RECV_BYTES",
    ],
  ].map((name) => `ETCDCTL_${name}`),
);

/** Of etcdutl's variables nothing is for etcdctl. */
const changesOutput = (name: string): boolean => /^ETCD(CTL|UTL)_/.test(name) && !REACHES_ETCD.has(name);

/** @throws OperatorError `tool` when it is missing or fails. @returns what it printed. */
export async function etcdctl(
  args: readonly string[],
  options: EtcdOptions,
  { run, signal }: EtcdSurroundings,
): Promise<string> {
  const given = CONNECTION.flatMap(([name, flag, variable]) => {
    const value = options[name];
    return value === undefined ? [] : [{ flag: `${flag}=${value}`, variable }];
  });
  const env = { ETCDCTL_API: "3", ...Object.fromEntries(given.map(({ variable }) => [variable, undefined])) };
  const { status, stdout, stderr } = await run("etcdctl", [...args, ...given.map(({ flag }) => flag)], {
    env,
    signal,
    withhold: changesOutput,
  });
  if (status === 0) return stdout;
  if (status === undefined)
    throw new OperatorError("tool", "etcdctl cannot be started", {
      hint: "install it: Debian package etcd-client",
    });
  const last = stderr.trim().split("\n").at(-1) ?? "";
  throw new OperatorError(
    "tool",
    `etcdctl ${args.slice(0, 2).join(" ")} failed: ${quotePath(last.slice(0, 300))}`,
    {
      hint: "check --etcd-endpoints, --etcd-cacert, --etcd-cert and --etcd-key, and that etcd runs",
    },
  );
}
