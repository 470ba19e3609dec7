import { mkdirSync, realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { OperatorError } from "../../errors";
import type { SourceCheck } from "../archive/info";
import { noTemporary } from "../files/no-temporary";
import { Directory } from "../places/directory";
import { PrivateDirectory } from "../places/private-directory";
import { Archived } from "./archived";
import { badSnapshot, SNAPSHOT_PATH, SnapshotCheck } from "./etcd-snapshot";
import { type EtcdOptions, type EtcdSurroundings, etcdctl } from "./etcdctl";
import { heldSource } from "./files";
import type { PreparedSource } from "./source";

export type { EtcdOptions, EtcdSurroundings, RunTool } from "./etcdctl";

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
    return {
      ...{ ...files, source: "etcd", description: options.endpoint ?? "etcd", checks },
      dispose: () => files.dispose().finally(dispose),
    };
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

/** What the member says of itself, as far as it can be read: it is a remark, not a check. */
function describe(json: string): { detail?: string } {
  try {
    const [{ Status }] = JSON.parse(json) as [{ Status: { version: string; header: { revision: number } } }];
    return { detail: `etcd ${Status.version}, revision ${Status.header.revision}` };
  } catch {
    return {};
  }
}
