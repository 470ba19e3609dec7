/** The configurations that the claims are tested for: the default, and each choice that changes a policy. */
import type { z } from "zod";
import type { s3ReplicationSchema } from "../config";

/** As it stands in `sealstack.yaml`, without what every one of them says. */
export type ClaimVariant = Omit<z.input<typeof s3ReplicationSchema>, "preset" | "region">;

const SECOND = "eu-west-1";
const OTHER = "222233334444";
const lock = { mode: "GOVERNANCE", retentionInDays: 30 } as const;

export const CLAIM_VARIANTS = {
  default: { destination: { region: SECOND } },
  "full root statement": {
    key: { rootStatement: "full", rootStatementReason: "break-glass" },
    destination: { region: SECOND },
  },
  "names of its own": {
    key: { alias: "alias/team/objects", deletionWindowInDays: 7 },
    bucket: { name: "example-objects" },
    destination: { region: SECOND, name: "example-objects-2" },
  },
  "object lock, some prefixes and Batch Replication": {
    bucket: { objectLock: lock },
    destination: { region: SECOND },
    replication: { prefixes: ["logs/", "invoices/"], deleteMarkers: true, replicationTime: true },
    batchReplication: {},
  },
  "another account": {
    accountId: "111122223333",
    bucket: { objectLock: lock },
    destination: {
      region: SECOND,
      account: {
        id: OTHER,
        bucket: "example-replicas",
        keyArn: `arn:aws:kms:${SECOND}:${OTHER}:key/33333333-3333-4333-8333-333333333333`,
        objectLock: true,
      },
    },
    batchReplication: {},
    writer: {
      trust: [{ type: "ec2" }, { type: "principals", arns: ["arn:aws:iam::111122223333:role/app"] }],
    },
    roles: { path: "/platform/", permissionsBoundary: "arn:aws:iam::111122223333:policy/bound" },
  },
  "a data perimeter": {
    destination: { region: SECOND },
    batchReplication: {},
    perimeter: {
      organizationIds: ["o-a1b2c3d4e5"],
      vpcEndpointIds: ["vpce-0123456789abcdef0"],
      vpcIds: ["vpc-0123456789abcdef0"],
    },
  },
} as const satisfies Readonly<Record<string, ClaimVariant>>;
