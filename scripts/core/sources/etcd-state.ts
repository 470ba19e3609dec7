/** What tells one state of an etcd from another, without a snapshot. */
import { type EtcdOptions, type EtcdSurroundings, etcdctl } from "./etcdctl";

/** Numbers of etcd have up to 20 digits, which JSON as JavaScript reads it would round. */
const LONG_NUMBER = /(?<=:)\s*(\d{16,})(?=\s*[,}])/g;

interface Status {
  readonly header?: Readonly<Record<string, unknown>>;
  readonly version?: unknown;
  readonly leader?: unknown;
  readonly errors?: unknown;
  readonly isLearner?: unknown;
  readonly raftTerm?: unknown;
  readonly raftAppliedIndex?: unknown;
}

/**
 * Cluster, member, term and revision of a member's store, and the revision of its users and roles, which the store's does not count. An etcd
 * before 3.5 does not tell the latter: there it is the number of the last entry that was applied, of whatever kind, in its place.
 *
 * @returns one text for one state; `undefined` where the member does not say it, has no leader, or reports errors.
 * @throws OperatorError `tool` when etcdctl is missing or the member does not answer.
 */
export async function etcdState(
  options: EtcdOptions,
  surroundings: EtcdSurroundings,
): Promise<string | undefined> {
  const members = parse(await etcdctl(["endpoint", "status", "--write-out=json"], options, surroundings));
  const [member, ...others] = Array.isArray(members) ? (members as { Status?: Status }[]) : [];
  const status = member?.Status;
  if (status === undefined || others.length > 0) return undefined;
  const { header, version, leader, errors, isLearner, raftTerm, raftAppliedIndex } = status;
  if (Number(leader ?? 0) === 0 || isLearner === true || (Array.isArray(errors) && errors.length > 0))
    return undefined;
  const { cluster_id: cluster, member_id: id, revision } = header ?? {};
  const users = (await authRevision(options, surroundings)) ?? ["entry", raftAppliedIndex];
  const state = [version, cluster, id, raftTerm, revision, ...users];
  return state.every((part) => part !== undefined && part !== null) ? JSON.stringify(state) : undefined;
}

/** Source: etcd 3.5, rpc.proto, `AuthStatusResponse`; a revision of 0 is left out. */
async function authRevision(
  options: EtcdOptions,
  surroundings: EtcdSurroundings,
): Promise<[kind: string, enabled: unknown, revision: unknown] | undefined> {
  const said = await etcdctl(["auth", "status", "--write-out=json"], options, surroundings).catch(() => "");
  const status = parse(said) as { header?: unknown; enabled?: unknown; authRevision?: unknown } | undefined;
  if (typeof status?.header !== "object") return undefined;
  return ["auth", status.enabled ?? false, status.authRevision ?? 0];
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text.replace(LONG_NUMBER, '"$1"'));
  } catch {
    return undefined;
  }
}
