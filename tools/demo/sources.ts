/** What the demo backs up: a certificate authority with real keys, and a real etcd where there is one. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { findTool } from "../fetched/system-packages";
import { mustRun } from "../processes/run";
import { type EtcdServer, startEtcd } from "./etcd-server";
import * as show from "./show";
import { writeStepCa } from "./step-ca-fixture";
import { differences, treeDigest } from "./tree-digest";

export interface DemoSource {
  readonly name: string;
  readonly prefix: string;
  /** Makes the data below a directory; `undefined` when it cannot be had here. */
  prepare(directory: string): Promise<Prepared | undefined>;
}

export interface Prepared {
  readonly description: string;
  /** Arguments of `sealstack backup`. */
  readonly flags: readonly string[];
  /** Compares what was restored with what there was; returns what it found, for people. @throws when they differ */
  check(restored: string): Promise<string>;
  dispose(): Promise<void>;
}

const KEYS = 1000;

export const stepCaSource = (): DemoSource => ({
  name: "step-ca",
  prefix: "step-ca/",
  prepare: async (directory) => {
    await writeStepCa(directory);
    const before = await treeDigest(directory);
    return {
      description: `a step-ca directory with a root and an intermediate of its own: ${before.size} files and directories`,
      flags: ["--source", "step-ca", directory],
      check: async (restored) => {
        const differing = differences(before, await treeDigest(restored));
        if (differing.length > 0)
          throw new Error(`the restored directory differs at: ${differing.join(", ")}`);
        return `all ${before.size} files and directories are the same, byte for byte`;
      },
      dispose: async () => {},
    };
  },
});

export const etcdSource = (): DemoSource => ({
  name: "etcd",
  prefix: "etcd-default/",
  prepare: async (directory) => {
    const missing = ["etcd", "etcdctl"].filter((name) => findTool(name) === undefined);
    if (missing.length > 0) {
      show.detail(
        `SKIPPED: ${missing.join(" and ")} missing; install the packages etcd-server and etcd-client`,
      );
      return undefined;
    }
    mkdirSync(directory, { mode: 0o700 });
    const etcd = await startEtcd(join(directory, "data"));
    const pairs = Array.from(
      { length: KEYS },
      (_, i) => [`/registry/secrets/demo-${i}`, crypto.randomUUID()] as const,
    );
    await etcd.put(pairs);
    const before = await etcd.all();
    return {
      description: `a running etcd with ${before.size} keys at ${etcd.endpoint}`,
      flags: ["--source", "etcd", "--etcd-endpoints", etcd.endpoint],
      check: (restored) => checkEtcd(before, restored, join(directory, "restored-data")),
      dispose: () => etcd.stop(),
    };
  },
});

/** Starts an etcd from the restored snapshot and reads all of it. */
async function checkEtcd(
  before: ReadonlyMap<string, string>,
  restored: string,
  dataDir: string,
): Promise<string> {
  // From etcd 3.6 on, only etcdutl can restore.
  const program = findTool("etcdutl") ?? findTool("etcdctl") ?? "etcdctl";
  await mustRun(program, ["snapshot", "restore", join(restored, "snapshot.db"), "--data-dir", dataDir], {
    env: { ...process.env, ETCDCTL_API: "3" },
  });
  const etcd: EtcdServer = await startEtcd(dataDir);
  try {
    const differing = differences(before, await etcd.all());
    if (differing.length > 0) throw new Error(`the restored etcd differs at ${differing.length} keys`);
    return `a new etcd from the snapshot holds the same ${before.size} keys`;
  } finally {
    await etcd.stop();
  }
}
