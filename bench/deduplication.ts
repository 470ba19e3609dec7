/**
 * What chunks would save on two snapshots of one etcd, against compressing each whole: `npm run bench:deduplication [objects, 20000 by default]`.
 * Writes bench/results/deduplication.json; docs/why-no-deduplication.md shows it.
 */
import { createHash, randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { type EtcdServer, startEtcd } from "../tools/demo/etcd-server";
import { mustHave } from "../tools/fetched/system-packages";
import { mustRun } from "../tools/processes/run";
import { program } from "../tools/program";

/** Bytes of a chunk that ends where its content says so: 16 KiB at least, 64 KiB on the average, 256 KiB at most. As restic and kopia cut, on a smaller scale. */
const CHUNK = { least: 16 * 1024, mask: 0xffff, most: 256 * 1024 } as const;
/** Bytes of a page of etcd's file. */
const PAGE_BYTES = 4096;
/** Of a hundred objects, those that change between the snapshots. */
const CHANGED_PERCENT = 2;

/** Something like an object of Kubernetes: names and fields that come again and again, and identities that do not; a tenth are sealed secrets. */
function object(index: number, version: number): readonly [string, string] {
  const uid = createHash("sha256").update(`${index}`).digest("hex").slice(0, 32);
  const labels = { "app.kubernetes.io/name": `app-${index % 40}`, "pod-template-hash": uid.slice(0, 10) };
  if (index % 10 === 0)
    return [
      `/registry/secrets/ns-${index % 25}/s-${uid}`,
      `k8s:enc:kms:v2:key:${randomBytes(600).toString("latin1")}`,
    ];
  const metadata = {
    name: `app-${index % 40}-${uid.slice(0, 10)}`,
    namespace: `ns-${index % 25}`,
    uid,
    resourceVersion: `${version}`,
    labels,
  };
  const status = {
    phase: "Running",
    podIP: `10.${index % 256}.${version % 256}.7`,
    conditions: ["Initialized", "Ready", "ContainersReady", "PodScheduled"].map((type) => ({
      type,
      status: "True",
    })),
  };
  const container = {
    name: "main",
    image: `registry.example.org/app-${index % 40}:1.${index % 7}`,
    resources: { requests: { cpu: "100m", memory: "128Mi" } },
  };
  return [
    `/registry/pods/ns-${index % 25}/${metadata.name}`,
    JSON.stringify({ kind: "Pod", apiVersion: "v1", metadata, spec: { containers: [container] }, status }),
  ];
}

async function snapshot(etcd: EtcdServer, file: string): Promise<Buffer> {
  await etcdctl(etcd, "snapshot", "save", file);
  return readFileSync(file);
}

async function etcdctl(etcd: EtcdServer, ...argv: string[]): Promise<string> {
  const env = { ...process.env, ETCDCTL_API: "3" };
  return (await mustRun("etcdctl", [...argv, `--endpoints=${etcd.endpoint}`], { env })).stdout;
}

async function revision(etcd: EtcdServer): Promise<number> {
  const [member] = JSON.parse(await etcdctl(etcd, "endpoint", "status", "--write-out=json"));
  return Number(member.Status.header.revision);
}

/** Cut by a rolling sum over what came last, so that what is moved is cut as before. */
function* chunks(bytes: Buffer): Generator<Buffer> {
  let [start, gear] = [0, 0];
  for (let at = 0; at < bytes.length; at += 1) {
    gear = ((gear << 1) + Math.imul((bytes[at] ?? 0) + 1, 0x9e3779b1)) | 0;
    const length = at + 1 - start;
    if (length < CHUNK.least || (((gear >>> 8) & CHUNK.mask) !== 0 && length < CHUNK.most)) continue;
    yield bytes.subarray(start, at + 1);
    start = at + 1;
  }
  yield bytes.subarray(start);
}

function* pages(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += PAGE_BYTES) yield bytes.subarray(at, at + PAGE_BYTES);
}

/** The pieces of one that another one does not have. */
function added(before: Iterable<Buffer>, after: Iterable<Buffer>): Buffer[] {
  const digest = (piece: Buffer): string => createHash("sha256").update(piece).digest("base64");
  const known = new Set([...before].map(digest));
  return [...after].filter((piece) => !known.has(digest(piece)));
}

const zstd = async (file: string): Promise<number> => {
  await mustRun("zstd", ["-q", "-f", "-1", file, "-o", `${file}.zst`]);
  return readFileSync(`${file}.zst`).length;
};

async function main(): Promise<void> {
  mustHave("etcd", "etcdctl");
  const objects = Number(process.argv[2] ?? 20_000);
  const folder = mkdtempSync(join(tmpdir(), "sealstack-bench-deduplication-"));
  mkdirSync(join(folder, "data"));
  const etcd = await startEtcd(join(folder, "data"));
  try {
    await etcd.put(Array.from({ length: objects }, (_, index) => object(index, 1)));
    const [one, two] = [join(folder, "one.db"), join(folder, "two.db")];
    const before = await snapshot(etcd, one);
    const step = 100 / CHANGED_PERCENT;
    await etcd.put(Array.from({ length: objects / step }, (_, index) => object(index * step + 1, 2)));
    const after = await snapshot(etcd, two);
    await etcdctl(etcd, "compact", `${await revision(etcd)}`);
    await etcdctl(etcd, "defrag");
    const three = await snapshot(etcd, join(folder, "three.db"));
    const newChunks = added(chunks(before), chunks(after));
    const newPages = added(pages(before), pages(after));
    const sum = (pieces: readonly Buffer[]): number =>
      pieces.reduce((bytes, { length }) => bytes + length, 0);
    const results = {
      objects,
      changedPercent: CHANGED_PERCENT,
      bytes: {
        snapshot: after.length,
        gzip1: gzipSync(after, { level: 1 }).length,
        zstd1: await zstd(two),
        newChunks: sum(newChunks),
        newChunksGzip1: sum(newChunks.map((piece) => gzipSync(piece, { level: 1 }))),
        newPages: sum(newPages),
        newChunksAfterDefragmentation: sum(added(chunks(after), chunks(three))),
      },
      chunks: { all: [...chunks(after)].length, new: newChunks.length },
    };
    const text = `${JSON.stringify(results, undefined, 2)}\n`;
    writeFileSync(join(__dirname, "results/deduplication.json"), text);
    process.stdout.write(text);
  } finally {
    await etcd.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

void program(main);
