/** Snapshots of databases and of clusters in one region. */
import type { RDSClient } from "@aws-sdk/client-rds";
import { parseArn } from "../../../modules/arn";
import { SNAPSHOT_SOURCE_TAG } from "../../../modules/backup-contract";
import { answeredAccount, answeredKeyArn, answeredText } from "../../clients/replies/snapshot-reply";
import { attempt } from "./ec2-attempt";
import { allPages } from "./ec2-pages";
import { orNothing } from "./ec2-snapshots";
import { shortHash } from "./name";
import type { Snapshot, SnapshotPlace } from "./ports";
import { CLUSTERS, DATABASES, identifierOf, type Told } from "./rds-calls";

export function rdsSnapshots(rds: RDSClient, kind: "db-snapshot" | "db-cluster-snapshot"): SnapshotPlace {
  const calls = kind === "db-snapshot" ? DATABASES : CLUSTERS;
  return {
    find: (id) =>
      attempt(`look at ${id}`, async () => {
        // An ARN finds those of other accounts; RDS documents identifiers for one's own.
        for (const asked of new Set([id, identifierOf(id)])) {
          const page = await orNothing(calls.notFound, () => calls.list(rds, asked, undefined));
          const found = (page?.found ?? []).map(toSnapshot);
          const snapshot = found.find((one) => one.id === id || id === identifierOf(one.id));
          if (snapshot !== undefined) return snapshot;
        }
        return undefined;
      }),
    sharedWith: ({ id }) =>
      attempt(`see with whom ${id} is shared`, async () =>
        (await calls.sharedWith(rds, identifierOf(id))).map(answeredAccount),
      ),
    share: ({ id }, accounts) =>
      attempt(`share ${id}`, async () => {
        await calls.share(rds, identifierOf(id), accounts);
      }),
    copiesWith: (tag) =>
      attempt("look for an earlier copy", async () => {
        const all = await allPages((token) => calls.list(rds, undefined, token));
        return all.filter(({ tags }) => carries(tags, tag)).map(toSnapshot);
      }),
    copy: (order) =>
      attempt(`copy ${order.source.id}`, async () => {
        const identifier = order.name ?? copyName(order.source.name, `${order.tag} ${order.keyArn}`);
        return toSnapshot(await calls.copy(rds, order, identifier)).id;
      }),
  };
}

const carries = (tags: Told["tags"], value: string): boolean =>
  tags.some((tag) => tag.Key === SNAPSHOT_SOURCE_TAG && tag.Value === value);

/** Letters that an identifier has at most. Source: RDS API Reference, `CopyDBSnapshot`, `TargetDBSnapshotIdentifier`. */
const IDENTIFIER_LENGTH = 255;

/** Automated snapshots have a colon in their name, which no other may. */
function copyName(name: string, what: string): string {
  const end = `-copy-${shortHash(what)}`;
  const plain = name.replace(/^[a-z]+:/, "").replaceAll(/-+/g, "-");
  return `${plain.slice(0, IDENTIFIER_LENGTH - end.length).replace(/-$/, "")}${end}`;
}

/** Words of RDS for a snapshot that comes to nothing. Source: RDS User Guide, "Viewing snapshot status". */
const FAILED = /fail|incompatible|deleting/i;

function toSnapshot({ arn, name, status, progress, type, encrypted, key }: Told): Snapshot {
  const id = answeredText(
    arn,
    "the ARN of a snapshot",
    /^arn:[a-z0-9-]+:rds:[a-z0-9-]+:\d{12}:(cluster-)?snapshot:/,
  );
  const word = answeredText(status, "the state of a snapshot");
  const state = word === "available" ? "available" : FAILED.test(word) ? "failed" : "pending";
  const isEncrypted = encrypted === true;
  return {
    id,
    name: answeredText(name, "the identifier of a snapshot").replace(/^arn:.*?(cluster-)?snapshot:/, ""),
    owner: answeredAccount(parseArn(id)?.account),
    state,
    status: state === "pending" && progress !== undefined ? `${word}, ${progress}%` : word,
    keyArns: isEncrypted && key !== undefined ? [answeredKeyArn(key)] : [],
    unencrypted: isEncrypted ? [] : [id],
    unsharable:
      type === "automated" || type === "awsbackup"
        ? `it is ${type}, and AWS shares manual ones only`
        : undefined,
  };
}
