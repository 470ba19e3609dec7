/** The configurations of the other half that its claims are tested for. */
import type { z } from "zod";
import type { s3ReplicationDestinationSchema } from "../config";

/** As it stands in `sealstack.yaml`, without what every one of them says. */
export type ClaimVariant = Omit<
  z.input<typeof s3ReplicationDestinationSchema>,
  "preset" | "region" | "accountId"
>;

const OTHER = "222233334444";
const role = (name: string) => `arn:aws:iam::${OTHER}:role/${name}` as const;
const source = { accountId: OTHER, roleArn: role("s3-replication-replication") };

export const CLAIM_VARIANTS = {
  default: { source },
  "full root statement": {
    key: { rootStatement: "full", rootStatementReason: "break-glass" },
    source,
  },
  "object lock, names and readers of the other account": {
    key: { alias: "alias/team/replicas", deletionWindowInDays: 14 },
    bucket: { name: "example-replicas", objectLock: { mode: "COMPLIANCE", retentionInDays: 30 } },
    source: { ...source, readerArns: [role("etcd-ca-backup-restorer"), role("ops/auditor")] },
    reader: { trust: [{ type: "principals", arns: ["arn:aws:iam::111122223333:role/app"] }] },
    roles: { path: "/platform/", permissionsBoundary: "arn:aws:iam::111122223333:policy/bound" },
  },
  "a data perimeter": {
    source: { ...source, readerArns: [role("ops/auditor")] },
    perimeter: {
      organizationIds: ["o-a1b2c3d4e5"],
      vpcEndpointIds: ["vpce-0123456789abcdef0"],
      vpcIds: ["vpc-0123456789abcdef0"],
    },
  },
} as const satisfies Readonly<Record<string, ClaimVariant>>;
