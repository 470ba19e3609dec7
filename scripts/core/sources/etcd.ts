import { mkdirSync, realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { OperatorError } from "../../errors";
import type { SourceCheck } from "../archive/info";
import { quotePath } from "../archive/member";
import { noTemporary } from "../files/no-temporary";
import { Directory } from "../places/directory";
import { PrivateDirectory } from "../places/private-directory";
import { Archived } from "./archived";
import { badSnapshot, SNAPSHOT_PATH, SnapshotCheck } from "./etcd-snapshot";
import { heldSource } from "./files";
import type { PreparedSource } from "./source";

/** How to reach a member. What is absent is left to etcdctl: its own variables (`ETCDCTL_…`), then its defaults. */
export interface EtcdOptions {
  /** Client URL of one member, such as `https://127.0.0.1:2379`. */
  readonly endpoint?: string | undefined;
  /** Files in PEM, as etcdctl takes them. */
  readonly cacert?: string | undefined;
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
}

/** Runs a program; see scripts/clients/run-tool.ts. */
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

/**
 * A snapshot of a running etcd, taken by `etcdctl snapshot save` to a private directory, which is removed afterwards. It
 * is taken from one member and needs no quorum.
 *
 * @throws {@link OperatorError} `tool` when etcdctl is missing or fails, `source` when the snapshot fails its own checks.
 */
export async function etcdSource(
  options: EtcdOptions,
  surroundings: EtcdSurroundings,
): Promise<PreparedSource> {
  if (options.endpoint?.includes(",") === true)
    throw new OperatorError(
      "usage",
      "a snapshot is taken from one member of the cluster, got several endpoints",
      {
        hint: "give one URL with --etcd-endpoints",
      },
    );
  // Asked first: against an endpoint that is down, `snapshot save` waits for ever.
  const status = await etcdctl(["endpoint", "status", "--write-out=json"], options, surroundings);
  const { directory, dispose } = temporaryDirectory(surroundings.tmpDir ?? tmpdir());
  try {
    await etcdctl(["snapshot", "save", join(directory.wayForOthers(), SNAPSHOT_PATH)], options, surroundings);
    const files = await heldSource(directory);
    await checkSnapshot(new Archived(files.members));
    const checks: SourceCheck[] = [
      { name: "member answers", result: "passed", ...describe(status) },
      { name: "snapshot matches the SHA-256 at its end", result: "passed" },
    ];
    return { ...files, source: "etcd", description: options.endpoint ?? "etcd", checks, dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

/** Below another one, which gives signs of life: what is backed up must not change. */
function temporaryDirectory(tmpDir: string): {
  readonly directory: Directory;
  readonly dispose: () => Promise<void>;
} {
  try {
    const holder = Directory.open(realpathSync.native(tmpDir));
    const outer = PrivateDirectory.make(holder, "etcd");
    mkdirSync(outer.directory.at("snapshot"), 0o700);
    const directory = outer.directory.child("snapshot", "read");
    const dispose = async (): Promise<void> => {
      directory.close();
      outer.remove();
      outer.close();
      holder.close();
    };
    return { directory, dispose };
  } catch (cause) {
    throw cause instanceof OperatorError ? cause : noTemporary(tmpDir, cause);
  }
}

async function checkSnapshot(archived: Archived): Promise<void> {
  const check = new SnapshotCheck();
  const member = archived.find(SNAPSHOT_PATH);
  if (member !== undefined) await archived.pass(member, (chunk) => check.update(chunk));
  const problem = check.finish();
  if (problem !== undefined) throw badSnapshot("source", problem);
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

async function etcdctl(
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

/** What the member says of itself, as far as it can be read: it is a remark, not a check. */
function describe(json: string): { detail?: string } {
  try {
    const [{ Status }] = JSON.parse(json) as [{ Status: { version: string; header: { revision: number } } }];
    return { detail: `etcd ${Status.version}, revision ${Status.header.revision}` };
  } catch {
    return {};
  }
}
