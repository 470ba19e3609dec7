/** Whether a restored etcd snapshot is one: first by its bytes, then by etcd's own programs, then by an etcd that runs from it. */
import { mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { OperatorError } from "../../../errors";
import { badSnapshot, SNAPSHOT_PATH } from "../../sources/etcd-snapshot";
import type { CheckSurroundings } from "../check-surroundings";
import { readSnapshot, type SnapshotContent, snapshotProblem } from "../etcd/snapshot-file";
import { readAllKeys } from "../etcd/socket-client";
import { DATA, MEMBER, PEER_URL, withThrowAwayEtcd } from "../etcd/throw-away";
import { etcdVersion, NO_SNAPSHOT_TOOL, type SnapshotTool, snapshotTool } from "../etcd/tools";
import type { Checks, Finding } from "./check";

/** Names of the checks, in their order. */
const NAME = {
  digest: "snapshot matches the SHA-256 at its end",
  pages: "every page of the database can be read",
  status: "etcd's own program reads the snapshot",
  server: "an etcd starts from the snapshot",
  keys: "every key can be read through it",
} as const;

/** @returns versions of the programs that took part. */
export async function etcdChecks(checks: Checks, given: CheckSurroundings): Promise<Record<string, string>> {
  const { restored, programs, signal } = given;
  const file = join(restored.others, SNAPSHOT_PATH);
  await checks.run(NAME.digest, async () => {
    const problem = await snapshotProblem(file, signal).catch(asMissing);
    if (problem !== undefined) throw badSnapshot("notAuthentic", problem);
    return undefined;
  });
  let content: SnapshotContent | undefined;
  const isRead = await checks.run(NAME.pages, async () => {
    content = await readSnapshot(file, signal).catch(asMissing);
    const { revision, revisions, pages, pageSize } = content;
    return {
      detail: `revision ${revision}, ${revisions} revisions of keys, ${pages} pages of ${pageSize} bytes`,
    };
  });
  if (!isRead || content === undefined) {
    for (const name of [NAME.status, NAME.server, NAME.keys])
      checks.skip(name, "the file is no whole database");
    return {};
  }
  const tool = await snapshotTool(programs, signal);
  const etcd = await etcdVersion(programs, signal);
  if (tool === undefined) checks.skip(NAME.status, NO_SNAPSHOT_TOOL);
  else await checks.run(NAME.status, () => statusOf(tool, file, content as SnapshotContent));
  const missing = [
    ...(etcd === undefined ? ["needs etcd (Debian package etcd-server)"] : []),
    ...(tool === undefined ? [NO_SNAPSHOT_TOOL] : []),
  ];
  if (tool === undefined || missing.length > 0)
    for (const name of [NAME.server, NAME.keys]) checks.skip(name, missing.join("; "));
  else await serverChecks(checks, tool, content, given);
  return {
    ...(etcd === undefined ? {} : { etcd }),
    ...(tool === undefined ? {} : { [tool.name]: tool.version }),
  };
}

async function statusOf(tool: SnapshotTool, file: string, { revision }: SnapshotContent): Promise<Finding> {
  const said = parseStatus(await tool.run("snapshot", "status", file, "--write-out=json"));
  if (said?.revision === revision) return { detail: `${tool.name} ${tool.version}: revision ${revision}` };
  throw new OperatorError(
    "notAuthentic",
    `${tool.name} ${tool.version} says revision ${said?.revision ?? "nothing"}, the pages have ${revision}`,
  );
}

function parseStatus(json: string): { readonly revision?: unknown } | undefined {
  try {
    return JSON.parse(json) as { revision?: unknown };
  } catch {
    return undefined;
  }
}

async function serverChecks(
  checks: Checks,
  tool: SnapshotTool,
  content: SnapshotContent,
  { restored, workshop, programs, timeoutSeconds, signal }: CheckSurroundings,
): Promise<void> {
  const file = join(restored.others, SNAPSHOT_PATH);
  const [directory, own] = [join(workshop.others, "etcd"), join(workshop.own, "etcd")];
  mkdirSync(own, 0o700);
  let reached = false;
  let keys: Finding | OperatorError = { result: "skipped", detail: "etcd did not start" };
  await checks.run(NAME.server, async () => {
    await tool.run(
      ...["snapshot", "restore", file, "--data-dir", join(directory, DATA), "--name", MEMBER],
      ...["--initial-cluster", `${MEMBER}=${PEER_URL}`, "--initial-advertise-peer-urls", PEER_URL],
    );
    const options = { directory, own, size: statSync(file).size, timeoutSeconds, signal };
    await withThrowAwayEtcd(programs, options, async (socket) => {
      reached = true;
      keys = await readKeys(socket, content, signal);
    });
    return { detail: "it has a leader, and was stopped again" };
  });
  await checks.run(NAME.keys, async () => {
    if (keys instanceof OperatorError && reached) throw keys;
    return keys as Finding;
  });
}

async function readKeys(
  socket: string,
  content: SnapshotContent,
  signal: AbortSignal,
): Promise<Finding | OperatorError> {
  try {
    const { count, read, bytes, revision } = await readAllKeys(socket, signal);
    if (read !== count)
      return new OperatorError("notAuthentic", `etcd counts ${count} keys, and gave ${read}`);
    if (revision < content.revision)
      return new OperatorError(
        "notAuthentic",
        `etcd is at revision ${revision}, the snapshot at ${content.revision}`,
      );
    return { detail: `${count} keys with ${bytes} bytes in their values, at revision ${revision}` };
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    // The snapshot carries its users: without one of them nobody reads.
    return /user name is empty|permission denied|auth/i.test(error.message)
      ? { result: "skipped", detail: "the etcd of the snapshot asks for a user" }
      : error;
  }
}

function asMissing(cause: unknown): never {
  if (cause instanceof OperatorError || (cause as NodeJS.ErrnoException).code !== "ENOENT") throw cause;
  throw new OperatorError("notAuthentic", `the backup has no ${SNAPSHOT_PATH}`);
}
