/** What is backed up: a file that cannot be compressed, a source tree of thousands of files, and a snapshot of a real etcd. */
import { randomBytes } from "node:crypto";
import { closeSync, cpSync, mkdirSync, openSync, readdirSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";
import { startEtcd } from "../../tools/demo/etcd-server";
import { REPO_ROOT } from "../../tools/paths";
import { mustRun } from "../../tools/processes/run";

export interface DataSet {
  readonly name: string;
  readonly directory: string;
  readonly bytes: number;
  readonly files: number;
}

const MIB = 1024 ** 2;
/** Of `npm ci`: some nine thousand JavaScript and declaration files. */
const SOURCES = ["@cdktf/provider-aws/lib", "@aws-sdk"];
/** Kubernetes objects are some kilobytes of text with random parts. */
const ETCD_KEYS = 20_000;
const ETCD_VALUE_RANDOM_BYTES = 1024;

export function randomFile(directory: string, mib: number): DataSet {
  mkdirSync(directory, { recursive: true });
  const fd = openSync(join(directory, "random"), "w");
  for (let written = 0; written < mib; written++) writeSync(fd, randomBytes(MIB));
  closeSync(fd);
  return describe(`random file, ${mib} MiB`, directory);
}

export function sourceTree(directory: string): DataSet {
  for (const name of SOURCES)
    cpSync(join(REPO_ROOT, "node_modules", name), join(directory, name), { recursive: true });
  return describe("source tree", directory);
}

/** Needs etcd and etcdctl (Debian packages etcd-server and etcd-client). */
export async function etcdSnapshot(directory: string, scratch: string): Promise<DataSet> {
  mkdirSync(directory, { recursive: true });
  const etcd = await startEtcd(scratch);
  try {
    const value = () =>
      `{"kind":"ConfigMap","data":"${randomBytes(ETCD_VALUE_RANDOM_BYTES).toString("hex")}"}`;
    await etcd.put(
      Array.from({ length: ETCD_KEYS }, (_, index) => [`/registry/configmaps/${index}`, value()] as const),
    );
    const argv = ["--endpoints", etcd.endpoint, "snapshot", "save", join(directory, "snapshot.db")];
    await mustRun("etcdctl", argv, { env: { ...process.env, ETCDCTL_API: "3" } });
  } finally {
    await etcd.stop();
  }
  return describe("etcd snapshot", directory);
}

function describe(name: string, directory: string): DataSet {
  const found = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const bytes = found.reduce(
    (sum, { parentPath, name: file }) => sum + statSync(join(parentPath, file)).size,
    0,
  );
  return { name, directory, bytes, files: found.length };
}
