/** What a snapshot is called on the command line: its kind, and where it is. */
import { createHash } from "node:crypto";
import { formatArn, parseArn } from "../../../modules/arn";
import { OperatorError } from "../../errors";
import { SNAPSHOT_KINDS, type SnapshotKind } from "./ports";

export interface SnapshotName {
  readonly kind: SnapshotKind;
  /** What AWS finds it by: an id of EC2, an identifier or ARN of RDS. */
  readonly id: string;
  /** Of an ARN. */
  readonly region: string | undefined;
}

const EC2_ID = /^(snap|ami)-[0-9a-f]{8,17}$/;
const EC2_KINDS = { snap: "ebs-snapshot", ami: "ami" } as const;
const EC2_RESOURCE = /^(?:snapshot|image)\/(.*)$/s;
/** Automated ones begin with `rds:`, those of AWS Backup with `awsbackup:`. Source: RDS API Reference, `CreateDBSnapshot`. */
const RDS_RESOURCE = /^(snapshot|cluster-snapshot):((?:rds:|awsbackup:)?[A-Za-z][A-Za-z0-9-]{0,254})$/;
const RDS_KINDS = { snapshot: "db-snapshot", "cluster-snapshot": "db-cluster-snapshot" } as const;
const RDS_NAME = /^(?:rds:|awsbackup:)?[A-Za-z][A-Za-z0-9-]{0,254}$/;

/**
 * @param type what was said of its kind; RDS's identifiers do not show it
 * @throws OperatorError `usage`
 */
export function snapshotName(text: string, type: SnapshotKind | undefined): SnapshotName {
  const found = ofArn(text) ?? ofEc2Id(text) ?? ofRdsName(text, type);
  if (found === undefined) throw unknown(text, type);
  if (type === undefined || type === found.kind) return found;
  throw new OperatorError("usage", `'${text}' is of type ${found.kind}, got --type ${type}`, {
    hint: "leave --type out: ids of EC2 and ARNs tell it",
  });
}

function ofArn(text: string): SnapshotName | undefined {
  const arn = parseArn(text);
  if (arn === undefined) return undefined;
  if (arn.service === "ec2") {
    const found = ofEc2Id(EC2_RESOURCE.exec(arn.resource)?.[1] ?? "");
    const folder = found?.kind === "ami" ? "image/" : "snapshot/";
    return found && arn.resource.startsWith(folder) ? { ...found, region: arn.region } : undefined;
  }
  const [, resource] = (arn.service === "rds" && RDS_RESOURCE.exec(arn.resource)) || [];
  if (resource === undefined) return undefined;
  return { kind: RDS_KINDS[resource as keyof typeof RDS_KINDS], id: text, region: arn.region };
}

function ofEc2Id(text: string): SnapshotName | undefined {
  const [, prefix] = EC2_ID.exec(text) ?? [];
  if (prefix === undefined) return undefined;
  return { kind: EC2_KINDS[prefix as keyof typeof EC2_KINDS], id: text, region: undefined };
}

function ofRdsName(text: string, type: SnapshotKind | undefined): SnapshotName | undefined {
  if (type !== "db-snapshot" && type !== "db-cluster-snapshot") return undefined;
  return RDS_NAME.test(text) && !EC2_ID.test(text) ? { kind: type, id: text, region: undefined } : undefined;
}

function unknown(text: string, type: SnapshotKind | undefined): OperatorError {
  const isName = type === undefined && RDS_NAME.test(text) && !/^(snap|ami)-/.test(text);
  return new OperatorError(
    "usage",
    `'${text}' is not the name of a snapshot${type === undefined ? "" : ` of type ${type}`}, allowed: snap-…, ami-…, an ARN of one of ${SNAPSHOT_KINDS.join(", ")}, or an identifier of RDS with --type`,
    {
      hint: isName
        ? "say --type db-snapshot or --type db-cluster-snapshot: an identifier of RDS does not tell its type"
        : "copy the id or ARN from the AWS console",
    },
  );
}

/** Letters that a tag's value has at most. Source: Tagging AWS Resources User Guide, "Tag naming limits and requirements". */
const TAG_VALUE_LENGTH = 256;

/** What the tag of a copy says of its source: the ARN, or a digest of one that is too long. */
export function sourceTag(
  { kind, id }: Pick<SnapshotName, "kind" | "id">,
  partition: string,
  region: string,
): string {
  const resource = { "ebs-snapshot": `snapshot/${id}`, ami: `image/${id}` }[kind as "ami"];
  const arn =
    resource === undefined ? id : formatArn({ partition, service: "ec2", region, account: "", resource });
  return arn.length <= TAG_VALUE_LENGTH ? arn : `sha256:${shortHash(arn, 64)}`;
}

/** Tells copies of one source apart by their key, in names that are told from the source's. */
export function shortHash(text: string, length = 8): string {
  return createHash("sha256").update(text).digest("hex").slice(0, length);
}
