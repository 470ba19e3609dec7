import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readSnapshot, snapshotProblem } from "../../../../scripts/core/drill/etcd/snapshot-file";
import { startEtcd } from "../../../../tools/demo/etcd-server";
import { findTool } from "../../../../tools/fetched/system-packages";
import { describeIf } from "../../../helpers/describe-if";
import { useTempDir } from "../../../helpers/temp-dir";

const missing = ["etcd", "etcdctl"].filter((name) => findTool(name) === undefined);
const { signal } = new AbortController();
const PAGE = 4096;

/** Where pages of a kind stand. */
const pagesOf = (file: Buffer, flags: number): number[] =>
  Array.from({ length: Math.floor(file.length / PAGE) }, (_, page) => page).filter(
    (page) =>
      file.readBigUInt64LE(page * PAGE) === BigInt(page) && file.readUInt16LE(page * PAGE + 8) === flags,
  );

describeIf(
  missing.length === 0,
  `${missing.join(" and ")} missing: etcd-server, etcd-client`,
  "the database of an etcd snapshot",
  () => {
    const dir = useTempDir();
    let whole: Buffer | undefined;
    let status = { revision: 0 };

    beforeEach(async () => {
      if (whole !== undefined) return;
      const etcd = await startEtcd(join(dir(), "data"));
      try {
        // Some of them longer than a page, so that pages are, too.
        const pairs = Array.from(
          { length: 600 },
          (_, index) => [`/k/${index}`, "v".repeat(index % 50 === 0 ? 9000 : 60)] as const,
        );
        await etcd.put(pairs);
        const env = { ...process.env, ETCDCTL_API: "3" };
        const file = join(dir(), "taken.db");
        execFileSync("etcdctl", ["--endpoints", etcd.endpoint, "snapshot", "save", file], {
          env,
          stdio: "pipe",
        });
        status = JSON.parse(
          execFileSync("etcdctl", ["snapshot", "status", file, "-w", "json"], { env }).toString(),
        );
        whole = readFileSync(file);
      } finally {
        await etcd.stop();
      }
    });

    const read = (bytes: Buffer) => {
      writeFileSync(join(dir(), "x.db"), bytes);
      return readSnapshot(join(dir(), "x.db"), signal);
    };
    const changed = (change: (bytes: Buffer) => void): Buffer => {
      const bytes = Buffer.from(whole as Buffer);
      change(bytes);
      return bytes;
    };

    it("is read without any program: revision and number of revisions, as etcdctl says", async () => {
      const content = await read(whole as Buffer);
      expect(content).toMatchObject({ revision: status.revision, revisions: 600, pageSize: PAGE });
      expect(content.buckets).toEqual(expect.arrayContaining(["key", "meta", "members", "lease"]));
      expect(content.pages).toBeGreaterThan(10);
      expect(await snapshotProblem(join(dir(), "x.db"), signal)).toBeUndefined();
    });

    it("is read by the other meta page where the newest one is damaged", async () => {
      const [a, b] = [0, 1].map((page) => (whole as Buffer).readBigUInt64LE(page * PAGE + 16 + 48));
      const newest = (a ?? 0n) > (b ?? 0n) ? 0 : 1;
      // What the older one leads to may have been freed since: either it is whole, or that is found out.
      const bytes = changed((all) => all.writeUInt8(1, newest * PAGE + 16 + 20));
      await read(bytes).then(
        ({ revision }) => expect(revision).toBeLessThanOrEqual(status.revision),
        (error) => expect(error).toMatchObject({ exit: "notAuthentic" }),
      );
    });

    it.each<[string, (bytes: Buffer, page: { leaf: number; branch: number }) => void, string]>([
      [
        "both meta pages are damaged",
        (all) => {
          for (const meta of [0, 1]) all.writeUInt8(1, meta * PAGE + 20);
        },
        "no meta page",
      ],
      [
        "a leaf says it is another page",
        (all, page) => all.writeUInt8(1, page.leaf * PAGE + 4),
        "in place of page",
      ],
      ["a leaf is of no kind", (all, page) => all.writeUInt16LE(0x40, page.leaf * PAGE + 8), "of kind 64"],
      [
        "a leaf has more entries than fit",
        (all, page) => all.writeUInt16LE(0xffff, page.leaf * PAGE + 10),
        "do not fit",
      ],
      [
        "an entry leads out of its page",
        (all, page) => all.writeUInt32LE(0xffffff, page.leaf * PAGE + 16 + 8),
        "leads out of",
      ],
      [
        "a page is longer than the whole",
        (all, page) => all.writeUInt32LE(0xffff, page.leaf * PAGE + 12),
        "longer than the whole",
      ],
      [
        "a branch leads nowhere",
        (all, page) => all.writeBigUInt64LE(1n << 40n, page.branch * PAGE + 16 + 8),
        "leads to page",
      ],
      [
        "a branch leads to itself",
        (all, page) => all.writeBigUInt64LE(BigInt(page.branch), page.branch * PAGE + 16 + 8),
        "twice",
      ],
      [
        "a branch has nothing below it",
        (all, page) => all.writeUInt16LE(0, page.branch * PAGE + 10),
        "nothing below",
      ],
      [
        "keys are out of order",
        (all, page) => {
          const at = page.leaf * PAGE + 16;
          all[at + all.readUInt32LE(at + 4) + 6] = 0x7f;
        },
        "out of order",
      ],
    ])("fails where %s", async (_, change, problem) => {
      const page = { leaf: await used(2), branch: await used(1) };
      await expect(read(changed((bytes) => change(bytes, page)))).rejects.toMatchObject({
        exit: "notAuthentic",
        message: expect.stringContaining(problem),
      });
    });

    it.each([0, 1, 100, PAGE, 3 * PAGE])("fails where only %d bytes are there", async (length) => {
      await expect(read((whole as Buffer).subarray(0, length))).rejects.toMatchObject({
        exit: "notAuthentic",
      });
    });

    /** The page of a kind with the most entries, of those that are in use: without it, the database is not whole. */
    async function used(kind: number): Promise<number> {
      const all = whole as Buffer;
      const entries = (page: number): number => all.readUInt16LE(page * PAGE + 10);
      for (const page of pagesOf(all, kind).sort((a, b) => entries(b) - entries(a))) {
        const without = changed((bytes) => bytes.writeUInt16LE(0x40, page * PAGE + 8));
        if ((await read(without).catch(() => undefined)) === undefined) return page;
      }
      throw new Error(`no page of kind ${kind}`);
    }
  },
);
