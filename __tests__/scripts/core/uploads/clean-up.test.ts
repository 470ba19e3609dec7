import type { UnfinishedUpload, UnfinishedUploads } from "../../../../scripts/core/uploads/ports";
import { OperatorError } from "../../../../scripts/errors";
import { sealstack } from "../../../helpers/processes/cli";
import { memoryServices } from "../../../helpers/stores/memory-services";
import { MemoryStore } from "../../../helpers/stores/memory-store";

const uploads = (abort: UnfinishedUploads["abort"]): UnfinishedUploads => ({
  name: "s3://memory",
  list: async function* (prefix) {
    for (const day of [1, 2, 3])
      yield {
        key: `${prefix}etcd-2026110${day}T014200Z.tar.gz.kms`,
        uploadId: `${day}`,
        initiated: new Date(0),
      };
  },
  abort,
});

describe("unfinished uploads", () => {
  const run = async (abort: UnfinishedUploads["abort"], ...argv: string[]) => {
    const services = { ...memoryServices(new MemoryStore()), uploads: async () => uploads(abort) };
    return sealstack(["cleanup", "--bucket", "memory", "--prefix", "etcd/", ...argv], { services, env: {} });
  };

  it("are aborted one by one; what cannot be is told, and somebody may be faster", async () => {
    const tried: string[] = [];
    const abort = async ({ uploadId }: UnfinishedUpload): Promise<boolean> => {
      tried.push(uploadId);
      if (uploadId === "1") throw new OperatorError("accessDenied", "denied by a policy");
      return uploadId === "3";
    };
    const { status, stdout, stderr } = await run(abort);
    expect([status, tried]).toEqual([17, ["1", "2", "3"]]);
    expect(stderr).toBe("sealstack: warning: denied by a policy\n");
    expect(
      stdout
        .toString()
        .replace(/\d+ days/g, "N days")
        .split("\n")
        .slice(1, 4),
    ).toEqual([
      "etcd/etcd-20261101T014200Z.tar.gz.kms  N days  left: it cannot be aborted",
      "etcd/etcd-20261102T014200Z.tar.gz.kms  N days  gone meanwhile",
      "etcd/etcd-20261103T014200Z.tar.gz.kms  N days  aborted",
    ]);
  });

  it("are let be when it is only asked what would be done", async () => {
    const { status, stdout } = await run(() => Promise.reject(new Error("asked")), "--dry-run", "--json");
    expect(status).toBe(0);
    expect(JSON.parse(stdout.toString())).toMatchObject({
      dryRun: true,
      uploads: [1, 2, 3].map(() => ({ state: "to abort" })),
    });
  });
});
